"""A whole purchase in the hand and at the desk: nothing moves under the reader's eyes, and what is
new is announced once."""

import re

import pytest

from tests.journeys.bank_window import PAYS, PENDS
from tests.journeys.conftest import LOCALES
from tests.journeys.shopper import Shopper

pytestmark = pytest.mark.long_journey

SIZES = {
    "phone": {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
# Kept in the window's name: it outlives the page, as the sum over a purchase has to.
WATCH = """
  addEventListener("DOMContentLoaded", () => {
    if (window !== top) return;
    const kept = JSON.parse(window.name || '{"shift": 0, "said": []}');
    const keep = () => (window.name = JSON.stringify(kept));
    keep();
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) kept.shift += entry.value;
      keep();
    }).observe({ type: "layout-shift", buffered: true });
    const spoken = document.getElementById("announcement");
    if (spoken) new MutationObserver(() => {
      kept.said.push(spoken.textContent);
      keep();
    }).observe(spoken, { childList: true, characterData: true, subtree: true });
  });
"""


@pytest.fixture
def visitor(browser):
    """A shopper with a screen of some size, whose page keeps count of what moves and is said."""
    contexts = []

    def visit(demo, size):
        context = browser.new_context(locale=LOCALES[demo.country], **SIZES[size])
        context.set_default_timeout(15_000)
        context.add_init_script(WATCH)
        contexts.append(context)
        return Shopper(context.new_page(), demo.shop_url)

    yield visit
    for context in contexts:
        context.close()


def kept(shopper):
    return shopper.page.evaluate("JSON.parse(window.name)")


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "country",
    [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in ("chile", "mexico")],
)
def test_nothing_moves_from_the_product_to_the_receipt(visitor, request, country, size):
    shopper = visitor(request.getfixturevalue(f"demo_in_{country}"), size)
    shopper.places_an_order()
    if country == "chile":
        shopper.pays_in_chile(PAYS)
    else:
        shopper.pays_in_mexico()
    shopper.sees("Pago recibido")

    assert kept(shopper)["shift"] == 0
    assert shopper.complaints.unexpected == []


@pytest.mark.xdist_group("chile")
@pytest.mark.parametrize("size", SIZES)
def test_news_of_a_pending_payment_is_announced_once(visitor, demo_in_chile, size):
    shopper = visitor(demo_in_chile, size)
    shopper.places_an_order()
    shopper.pays_in_chile(PENDS)
    shopper.sees("Recibimos tu pedido. El banco aún confirma el pago.")
    shopper.sees("Pago recibido", within=20)

    state = kept(shopper)
    assert [words for words in state["said"] if "Pago recibido" in words] == [
        "Pago recibido. ¡Gracias, Nombre Apellido!"
    ]
    assert len(state["said"]) == len(set(state["said"]))
    assert state["shift"] == 0


@pytest.mark.xdist_group("chile")
def test_the_pay_button_is_in_sight_on_a_phone(visitor, demo_in_chile):
    shopper = visitor(demo_in_chile, "phone")
    shopper.page.set_viewport_size({"width": 390, "height": 844})
    shopper.places_an_order()

    box = shopper.pay_button.bounding_box()
    assert box["y"] + box["height"] <= 844


@pytest.mark.xdist_group("chile")
@pytest.mark.parametrize("format", ["A4", "Letter"])
def test_the_receipt_prints_on_one_page_without_what_is_for_the_screen(
    visitor, demo_in_chile, format
):
    shopper = visitor(demo_in_chile, "desktop")
    shopper.page.goto(f"{shopper.shop_url}/demo/states/es/c3/")

    assert len(re.findall(rb"/Type\s*/Page\b", shopper.page.pdf(format=format))) == 1
    shopper.page.emulate_media(media="print")
    for words in ("Imprimir comprobante", "Modo de prueba", "Seguir comprando"):
        assert not shopper.page.get_by_text(words).is_visible()
    assert shopper.page.get_by_text("Comprobante", exact=True).is_visible()


@pytest.mark.xdist_group("chile")
@pytest.mark.parametrize("size", SIZES)
def test_three_screens_and_five_taps_lead_from_the_product_to_the_bank(
    visitor, demo_in_chile, size
):
    shopper = visitor(demo_in_chile, size)
    shopper.opens_product("Taza de gres")
    screens = []
    steps = (
        shopper.adds_to_cart,
        shopper.goes_to_pay,
        shopper.gives_details,  # two taps: the terms, and on
        shopper.opens_the_bank_window,
    )
    for step in steps:
        step()
        screens.append(shopper.page.locator("h1").first.inner_text())

    assert screens[:3] == ["Tu carro", "Tus datos", "Revisa y paga"]
