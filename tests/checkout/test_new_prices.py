"""A price that changed since a shopper saw it is told before they pay."""

import pytest

from catalog.models import Product
from orders.models import Order

TOLD = "Cambió el precio de 1 producto"


@pytest.fixture
def dearer(fill_cart):
    """Something in the cart that costs more by now."""
    product = fill_cart()
    Product.objects.filter(pk=product.pk).update(price=15_000)


@pytest.mark.parametrize("address", ["/cart/", "/checkout/"])
def test_it_is_told_beside_the_new_total(dearer, page, address):
    html = page(address)

    assert TOLD in html
    assert "$15.000" in html


@pytest.mark.parametrize("address", ["/cart/", "/checkout/"])
def test_a_price_that_stayed_is_not_worth_a_word(fill_cart, page, address):
    fill_cart()

    assert "Cambió el precio" not in page(address)


def test_one_that_changed_at_the_last_moment_is_told_on_the_order(dearer, give_details, page):
    address = give_details().url

    assert TOLD in page(address)
    assert Order.objects.get().amount == 15_000


def test_it_is_told_once(dearer, give_details, page):
    page(give_details().url)

    assert TOLD not in page("/cart/")
