"""One to four pictures of a product, the main one first."""

import re

import pytest
from django.core.exceptions import ValidationError

from catalog.images import validate_more_drawings

MORE = "products/mug-close.svg\nproducts/mug-pair.svg"


@pytest.fixture
def pictures(make_product, client):
    """Where each picture of the product's page comes from, and what it is called."""

    def show(**facts):
        html = client.get(f"/products/{make_product(**facts).slug}/").content.decode()
        return re.findall(r'src="/static/([^"]+)"[^>]* alt="([^"]*)"', html)

    return show


def test_the_main_one_comes_first_and_each_has_its_own_words(pictures):
    assert pictures(more_images=MORE) == [
        ("products/mug.svg", "Taza de gres"),
        ("products/mug-close.svg", "Taza de gres, imagen 2"),
        ("products/mug-pair.svg", "Taza de gres, imagen 3"),
    ]


def test_one_is_enough(pictures):
    assert pictures() == [("products/mug.svg", "Taza de gres")]


def test_none_is_shown_without_a_main_one(pictures):
    assert pictures(image="", more_images=MORE) == []


@pytest.mark.parametrize("paths", ["", MORE, f"  {MORE}\n\n"])
def test_up_to_three_more_may_be_named(paths):
    validate_more_drawings(paths)


@pytest.mark.parametrize("paths", ["products/mug.svg\n" * 4, "products/no-such.svg", "../x"])
def test_too_many_or_one_that_is_not_there_is_refused(paths):
    with pytest.raises(ValidationError):
        validate_more_drawings(paths)
