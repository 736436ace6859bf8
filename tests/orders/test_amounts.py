"""Total = lines + shipping: when an order is placed, when it is edited, and when it is paid."""

import json

import pytest
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from catalog.delivery import HOME
from catalog.delivery_rate import ELSEWHERE, PICKUP
from catalog.models import DeliveryRate
from orders.models import Order, Payment
from orders.models.delivering import AmountsDisagree, Delivery
from orders.placing import Customer, edit_order, place_order
from tests import factories

pytestmark = pytest.mark.django_db
CUSTOMER = Customer(email="cliente@example.com", name="Nombre Apellido", language="es")


def place(products, delivery, **more):
    return place_order(
        quantities={item.pk: 2 for item in products},
        customer=CUSTOMER,
        delivery=delivery,
        cause="shopper",
        now=timezone.now(),
        **more,
    )


@effort(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    prices=st.lists(st.integers(1, 10**9), min_size=1, max_size=3),
    amount=st.integers(0, 10**7),
    free_from=st.none() | st.integers(1, 10**9),
    is_home=st.booleans(),
)
def test_the_total_is_always_its_lines_and_its_shipping(prices, amount, free_from, is_home):
    rate = {"amount": amount, "free_from": free_from}
    for destination in (ELSEWHERE, PICKUP):
        DeliveryRate.objects.update_or_create(country="cl", destination=destination, defaults=rate)
    products = [factories.product(price=price) for price in prices]
    way = Delivery(way=HOME, region="13") if is_home else Delivery(way=PICKUP)

    order = place(products, way)

    subtotal = sum(2 * price for price in prices)
    is_free = free_from is not None and subtotal >= free_from
    assert order.shipping_amount == (0 if is_free else amount)
    assert order.amount == subtotal + order.shipping_amount
    order.check_amount()


@pytest.fixture
def sent():
    call_command("seed_demo", verbosity=0)
    return place([factories.product(price=12_990)], Delivery(way=HOME, region="13"))


@pytest.mark.parametrize("opens", [Payment.open, Payment.open_hosted], ids=["widget", "redirect"])
def test_fintoc_is_asked_for_lines_and_shipping(sent, opens):
    payment = opens(order=sent, now=timezone.now())

    assert json.loads(payment.request_body)["amount"] == 2 * 12_990 + 3_490
    assert payment.amount == sent.amount


@pytest.mark.parametrize("opens", [Payment.open, Payment.open_hosted], ids=["widget", "redirect"])
@pytest.mark.parametrize("changes", [{"amount": 1 + 2 * 12_990}, {"shipping_amount": 0}])
def test_nobody_is_asked_for_another_sum(sent, opens, changes):
    Order.objects.filter(pk=sent.pk).update(**changes)
    sent.refresh_from_db()

    with pytest.raises(AmountsDisagree):
        opens(order=sent, now=timezone.now())

    assert not Payment.objects.exists()


def test_shipping_is_never_more_than_the_total(sent):
    with pytest.raises(IntegrityError):
        Order.objects.filter(pk=sent.pk).update(shipping_amount=sent.amount + 1)


def test_an_edited_order_costs_what_it_is_now(sent):
    mug = factories.product(price=5_000)

    assert edit_order(
        order_id=sent.pk,
        quantities={mug.pk: 1},
        customer=CUSTOMER,
        delivery=Delivery(way=HOME, region="11"),
        cause="shopper",
        now=timezone.now(),
    )

    sent.refresh_from_db()
    assert (sent.amount, sent.shipping_amount, sent.days_to) == (5_000 + 8_990, 8_990, 9)
    sent.check_amount()
