"""An order goes to another address: what is asked of that, and when it arrives there."""

import pytest
from django.utils import timezone

from catalog.delivery import NotDelivered
from catalog.delivery_rate import DeliveryRate
from orders.readdressing import NotAPhone, readdress
from tests import factories

pytestmark = pytest.mark.django_db

NEAR = {"street": "Calle nueva 9", "district": "Ñuñoa"}  # in the region it goes to anyway
FAR = {"street": "Calle nueva 9", "district": "Punta Arenas"}
MAGALLANES = "12"


@pytest.fixture
def order():
    return factories.payment(factories.order(is_sent_home=True), status="succeeded").order


def send(order, parts):
    try:
        readdress(order_id=order.pk, parts=parts, cause="staff", now=timezone.now())
    finally:
        order.refresh_from_db()


def set_rate(destination, **fields):
    DeliveryRate.objects.update_or_create(country="cl", destination=destination, defaults=fields)


def test_it_arrives_when_one_does_at_the_new_place_for_what_was_paid(order):
    set_rate(MAGALLANES, amount=9_990, days_from=6, days_to=11)
    before = (order.amount, order.shipping_amount)

    send(order, FAR)

    assert (order.days_from, order.days_to) == (6, 11)
    assert (order.amount, order.shipping_amount) == before


def test_in_the_same_region_what_was_promised_stays_though_its_rate_changed(order):
    before = (order.days_from, order.days_to)
    set_rate(order.region, days_from=20, days_to=30, is_offered=False)

    send(order, NEAR)

    assert order.district == "Ñuñoa" and (order.days_from, order.days_to) == before


def test_where_nothing_is_sent_to_it_does_not_go(order):
    set_rate(MAGALLANES, is_offered=False)

    with pytest.raises(NotDelivered):
        send(order, FAR)

    assert order.street != FAR["street"]


@pytest.mark.parametrize("phone", ["55 1234", "llámame", "( ) - ( ) -", "+56 9 1234 5678 y 9"])
def test_a_number_is_one_that_the_checkout_takes(order, phone):
    with pytest.raises(NotAPhone):
        send(order, {**NEAR, "phone": phone})

    assert order.street != NEAR["street"]


def test_it_may_go_without_a_number(order):
    send(order, {**NEAR, "phone": " "})

    assert order.phone == ""
