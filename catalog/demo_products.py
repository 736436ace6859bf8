"""The eight products of the example shop, in both languages and both countries' prices."""

from typing import NamedTuple


class DemoProduct(NamedTuple):
    """Prices in minor units: whole pesos for CLP, centavos for MXN."""

    slug: str
    name_es: str
    name_en: str
    description_es: str
    description_en: str
    prices: dict[str, int]
    stock: int
    image: str
    more_images: str = ""  # up to three, one a line


DEMO_PRODUCTS = [
    DemoProduct(
        slug="taza-de-gres",
        name_es="Taza de gres",
        name_en="Stoneware mug",
        description_es="Torneada y esmaltada a mano, 350 ml. Apta para lavavajillas y microondas.",
        description_en="Thrown and glazed by hand, 350 ml. Dishwasher and microwave safe.",
        prices={"CLP": 12_990, "MXN": 249_00},
        stock=240,
        image="products/mug.svg",
        more_images="products/mug-close.svg\nproducts/mug-pair.svg",
    ),
    DemoProduct(
        slug="manta-de-lana",
        name_es="Manta de lana",
        name_en="Wool blanket",
        description_es="Lana de oveja tejida en telar, suave y abrigada. 130 × 180 cm.",
        description_en="Sheep's wool woven on a loom, soft and warm. 130 × 180 cm.",
        prices={"CLP": 48_900, "MXN": 1_299_00},
        stock=2,
        image="products/blanket.svg",
        more_images="products/blanket-close.svg",
    ),
    DemoProduct(
        slug="cafe-en-grano",
        name_es="Café en grano, 500 g",
        name_en="Coffee beans, 500 g",
        description_es="Tueste medio, notas de cacao y naranja. Tostado la semana en que lo pides.",
        description_en="Medium roast, notes of cocoa and orange. Roasted the week you order it.",
        prices={"CLP": 9_490, "MXN": 189_50},
        stock=40,
        image="products/coffee.svg",
    ),
    DemoProduct(
        slug="cuaderno-cosido",
        name_es="Cuaderno cosido",
        name_en="Hand-sewn notebook",
        description_es="Costura a la vista, 120 hojas lisas que se abren del todo. 14 × 21 cm.",
        description_en="Exposed stitching, 120 plain leaves that open flat. 14 × 21 cm.",
        prices={"CLP": 6_990, "MXN": 149_00},
        stock=60,
        image="products/notebook.svg",
        more_images="products/notebook-close.svg",
    ),
    DemoProduct(
        slug="vela-de-cera-de-abeja",
        name_es="Vela de cera de abeja",
        name_en="Beeswax candle",
        description_es="Cera pura y mecha de algodón en un vaso que después se puede reutilizar. "
        "Arde unas 40 horas.",
        description_en="Pure wax and a cotton wick in a glass you can keep using afterwards. "
        "Burns for about 40 hours.",
        prices={"CLP": 7_990, "MXN": 179_00},
        stock=18,
        image="products/candle.svg",
    ),
    DemoProduct(
        slug="mermelada-de-mora",
        name_es="Mermelada de mora",
        name_en="Blackberry jam",
        description_es="Moras enteras, azúcar y limón; nada más. Frasco de 250 g.",
        description_en="Whole blackberries, sugar and lemon; nothing else. 250 g jar.",
        # So many of it end in as many, by which a bank of the simulator chooses what it asks for.
        prices={"CLP": 5_401, "MXN": 119_00},
        stock=35,
        image="products/jam.svg",
    ),
    DemoProduct(
        slug="tabla-de-madera",
        name_es="Tabla de madera",
        name_en="Wooden board",
        description_es="Una sola pieza de madera maciza, sellada con aceite y cera. 40 × 24 cm.",
        description_en="A single piece of solid wood, sealed with oil and wax. 40 × 24 cm.",
        prices={"CLP": 24_900, "MXN": 549_00},
        stock=0,
        image="products/board.svg",
    ),
    DemoProduct(
        slug="maceta-de-terracota",
        name_es="Maceta de terracota",
        name_en="Terracotta pot",
        description_es="Barro cocido sin esmaltar, con plato y agujero de drenaje. 16 cm de alto.",
        description_en="Unglazed fired clay with a saucer and a drainage hole. 16 cm tall.",
        prices={"CLP": 14_500, "MXN": 329_00},
        stock=12,
        image="products/pot.svg",
    ),
]
