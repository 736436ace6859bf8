"""Shoppers who click twice and shoppers who meet at the same shelf, in real threads."""

import pytest
from django.test import Client
from django.utils import timezone

from orders.models import Order
from orders.placing import Customer, OutOfStock, edit_order, place_order
from tests import factories
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)

CUSTOMER = Customer(email="cliente@example.com", name="Nombre Apellido", language="es")


def test_a_form_sent_twice_at_once_places_one_order():
    mug = factories.product(stock=5)
    shopper = Client()
    shopper.post("/cart/add/", {"product": mug.slug, "quantity": 2})

    def send():
        twin = Client()
        twin.cookies = shopper.cookies
        details = {"email": "cliente@example.com", "name": "Nombre Apellido", "terms": "on"}
        return twin.post("/checkout/", details).status_code

    assert set(at_once([send] * 4)) == {303}
    mug.refresh_from_db()
    assert Order.objects.count() == 1 and mug.stock == 3


def test_editing_and_placing_never_wait_for_each_other_in_a_circle():
    first, second = factories.product(stock=500), factories.product(stock=500)
    order = factories.order(products=[second])

    def edit():
        for product in [first, second] * 10:
            quantities = {product.pk: 1}
            edit_order(
                order_id=order.pk,
                quantities=quantities,
                customer=CUSTOMER,
                cause="shopper",
                now=timezone.now(),
            )

    def place():
        for _time in range(20):
            quantities = {first.pk: 1, second.pk: 1}
            place_order(
                quantities=quantities, customer=CUSTOMER, cause="shopper", now=timezone.now()
            )

    at_once([edit, place, place])
    assert Order.objects.count() == 41


def test_two_shoppers_and_one_last_mug():
    mug = factories.product(stock=1)

    def buy():
        try:
            return factories.order(products=[mug])
        except OutOfStock:
            return None

    bought = [order for order in at_once([buy] * 8) if order is not None]
    mug.refresh_from_db()
    assert len(bought) == 1 and mug.stock == 0
