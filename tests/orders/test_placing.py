"""Placing an order: prices from the catalog, stock taken, nothing half-done."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from orders.models import Order, OrderEvent, OrderLine
from orders.placing import (
    Customer,
    NotForSale,
    NothingToBuy,
    OutOfStock,
    edit_order,
    place_or_edit_order,
    place_order,
)
from tests import factories

pytestmark = pytest.mark.django_db

CUSTOMER = Customer(email="cliente@example.com", name="Nombre Apellido", language="es")
NOW = timezone.now()


def place(quantities):
    return place_order(quantities=quantities, customer=CUSTOMER, cause="shopper", now=NOW)


def stock_of(product):
    product.refresh_from_db()
    return product.stock


def test_an_order_has_the_catalogs_prices_and_the_stores_currency_and_tax():
    mug, candle = factories.product(price=12_990), factories.product(price=7_990)
    order = place({mug.pk: 2, candle.pk: 1})
    assert (order.amount, order.currency, order.tax) == (33_970, "CLP", 5_424)
    assert [(line.quantity, line.amount) for line in order.lines.order_by("pk")] == [
        (2, 25_980),
        (1, 7_990),
    ]


def test_its_number_is_sayable_and_its_token_is_128_random_bits():
    order = place({factories.product().pk: 1})
    assert re.fullmatch(r"CL-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", order.number)
    assert len(order.token) >= 22


def test_it_takes_the_stock_and_says_until_when():
    mug = factories.product(stock=5)
    order = place({mug.pk: 3})
    assert stock_of(mug) == 2
    assert order.held_until == NOW + timedelta(minutes=30)


def test_its_timeline_starts_with_its_status():
    order = place({factories.product().pk: 1})
    event = order.events.get()
    assert (event.kind, event.value, event.cause) == (OrderEvent.STATUS, "created", "shopper")


def test_a_later_price_changes_nothing():
    mug = factories.product(price=12_990)
    order = place({mug.pk: 1})
    factories.product(slug=mug.slug, price=99_990)
    order.refresh_from_db()
    assert order.lines.get().unit_amount == order.amount == 12_990


def test_too_few_of_one_product_takes_none_of_any():
    mug, candle = factories.product(stock=5), factories.product(stock=1)
    with pytest.raises(OutOfStock) as short:
        place({mug.pk: 1, candle.pk: 2})
    assert short.value.product == candle
    assert (stock_of(mug), stock_of(candle)) == (5, 1)
    assert not Order.objects.exists()


@pytest.mark.parametrize("quantities", [{}, {1: 0}, {1: -3}])
def test_nothing_to_buy_is_refused(quantities):
    with pytest.raises(NothingToBuy):
        place(quantities)


def test_what_is_not_sold_here_is_refused():
    for gone in (
        factories.product(is_active=False),
        factories.product(currency="MXN"),
    ):
        with pytest.raises(NotForSale):
            place({gone.pk: 1})
    with pytest.raises(NotForSale):
        place({10**9: 1})


def test_an_order_nobody_is_paying_is_edited_and_its_stock_follows():
    mug, candle = factories.product(stock=5), factories.product(stock=5, price=7_990)
    order = place({mug.pk: 3})
    other = Customer(email="otra@example.com", name="Otra Persona", language="en")
    assert edit_order(
        order_id=order.pk, quantities={candle.pk: 2}, customer=other, cause="shopper", now=NOW
    )
    order.refresh_from_db()
    assert (stock_of(mug), stock_of(candle)) == (5, 3)
    assert (order.amount, order.email, order.language) == (15_980, "otra@example.com", "en")
    assert OrderLine.objects.filter(order=order).count() == 1


def test_an_edit_that_is_short_of_stock_leaves_the_order_as_it_was():
    mug = factories.product(stock=5)
    order = place({mug.pk: 3})
    with pytest.raises(OutOfStock):
        edit_order(
            order_id=order.pk, quantities={mug.pk: 6}, customer=CUSTOMER, cause="shopper", now=NOW
        )
    assert stock_of(mug) == 2
    assert order.lines.get().quantity == 3


def test_a_second_click_for_the_last_one_gets_the_order_of_the_first(monkeypatch):
    mug = factories.product(stock=1)
    wanted = {"purchase": "p1", "quantities": {mug.pk: 1}, "customer": CUSTOMER}
    first = place_or_edit_order(**wanted, cause="shopper", now=NOW)
    with monkeypatch.context() as patch:  # it looked before the first one was there
        looks = iter([Order.objects.none()])
        patch.setattr(Order.objects, "filter", lambda **_: next(looks, Order.objects.all()))
        assert place_or_edit_order(**wanted, cause="shopper", now=NOW) == first


def test_an_order_that_somebody_began_to_pay_is_frozen():
    order = factories.order()
    factories.payment(order)
    before = order.lines.get().quantity
    changed = edit_order(
        order_id=order.pk,
        quantities={order.lines.get().product_id: 2},
        customer=CUSTOMER,
        cause="shopper",
        now=NOW,
    )
    assert not changed
    assert order.lines.get().quantity == before


def test_an_order_of_another_account_is_not_edited(settings):
    order = factories.order()
    quantities = {order.lines.get().product_id: 2}
    settings.FINTOC_ACCOUNT = "test@localhost:8001"
    assert not edit_order(
        order_id=order.pk, quantities=quantities, customer=CUSTOMER, cause="shopper", now=NOW
    )
