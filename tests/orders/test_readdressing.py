"""An order goes to another address: what is asked of that, and when it arrives there."""

import pytest
from django.utils import timezone

from catalog.delivery_rate import DeliveryRate
from orders.models import OrderEvent
from orders.readdressing import WrongAddress, readdress
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


def test_the_days_it_takes_now_are_in_the_timeline_with_those_it_took(order):
    set_rate(MAGALLANES, amount=9_990, days_from=6, days_to=11)
    before = order.days_from, order.days_to

    send(order, FAR)

    told = order.events.get(value="promised")
    assert told.detail == "{}–{} → 6–11".format(*before)
    assert (told.kind, told.cause) == (OrderEvent.NOTE, "staff")


def test_where_it_takes_as_long_no_other_days_are_told(order):
    set_rate(MAGALLANES, days_from=order.days_from, days_to=order.days_to)

    send(order, FAR)

    assert order.street == FAR["street"]
    assert not order.events.filter(value="promised").exists()


def test_in_the_same_region_what_was_promised_stays_though_its_rate_changed(order):
    before = (order.days_from, order.days_to)
    set_rate(order.region, days_from=20, days_to=30, is_offered=False)

    send(order, NEAR)

    assert order.district == "Ñuñoa" and (order.days_from, order.days_to) == before


def refused(order, parts):
    with pytest.raises(WrongAddress) as wrong:
        send(order, parts)
    assert order.street != parts["street"]
    return wrong.value


def test_where_nothing_is_sent_to_it_does_not_go(order):
    set_rate(MAGALLANES, is_offered=False)

    wrong = refused(order, FAR)

    assert (wrong.parts, wrong.region) == ([], MAGALLANES)


@pytest.mark.parametrize("phone", ["55 1234", "llámame", "( ) - ( ) -", "+56 9 1234 5678 y 9"])
def test_a_number_is_one_that_the_checkout_takes(order, phone):
    assert refused(order, {**NEAR, "phone": phone}).parts == ["phone"]


def test_all_that_is_wrong_is_told_at_once(order):
    wrong = refused(order, {"street": " ", "district": "Macondo", "phone": "llámame"})

    assert wrong.parts == ["street", "district", "phone"]


def test_where_nothing_is_sent_to_is_told_with_the_rest(order):
    set_rate(MAGALLANES, is_offered=False)

    wrong = refused(order, {**FAR, "phone": "llámame"})

    assert (wrong.parts, wrong.region) == (["phone"], MAGALLANES)


def test_all_that_is_wrong_in_mexico_is_told_at_once(order, settings):
    settings.STORE_COUNTRY = "mx"

    wrong = refused(order, {"street": "", "postal_code": "00000", "phone": "x"})

    assert wrong.parts == ["postal_code", "district", "neighborhood", "street", "phone"]


def test_it_may_go_without_a_number(order):
    send(order, {**NEAR, "phone": " "})

    assert order.phone == ""
