"""Products to look at: one builder, overridden by each case."""

import pytest

from catalog.models import Product


@pytest.fixture
def make_product(db):
    """Build a Chilean mug with 5 left, or whatever the case asks for."""

    def build(**facts):
        defaults = {
            "slug": "taza",
            "name_es": "Taza de gres",
            "name_en": "Stoneware mug",
            "description_es": "Hecha a mano.",
            "description_en": "Made by hand.",
            "price": 12_990,
            "currency": "CLP",
            "stock": 5,
            "image": "products/mug.svg",
        }
        return Product.stock_shelf(**{**defaults, **facts})

    return build
