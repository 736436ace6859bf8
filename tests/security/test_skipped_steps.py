"""Steps of a purchase out of order: nothing is prepared unpaid, nothing is paid twice (F2)."""

import pytest
import responses
from django.test import Client
from django.utils import timezone

from orders.models import Order, Outbox, Payment
from tests import factories

DETAILS = {"email": "cliente@example.com", "name": "Nombre", "terms": "on"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_is_asked():
    """Whoever opens a payment at Fintoc here fails."""
    with responses.RequestsMock() as wire:
        yield wire


def opened(order, client=None):
    """What a post to the pay button's address leaves of the order's payments."""
    answer = (client or Client()).post(f"/orders/{order.token}/payments/")
    assert answer.status_code == 303 and answer.url == f"/orders/{order.token}/"
    return list(order.payments.values_list("status", flat=True))


def test_the_receipts_address_of_an_unpaid_order_prepares_nothing(client):
    order = factories.payment(factories.order()).order
    for address in ("?paid=1", "?status=succeeded", "status.json?status=succeeded"):
        assert client.get(f"/orders/{order.token}/{address}").status_code == 200
    order.refresh_from_db()
    assert (order.status, order.is_paid, order.fulfillment) == ("created", False, "unfulfilled")
    assert not Outbox.objects.filter(kind="E1").exists()


def test_a_paid_order_is_not_paid_again():
    order = factories.payment(factories.order(), status="succeeded").order
    assert opened(order) == ["succeeded"]


def test_an_order_at_the_bank_is_not_paid_again():
    order = factories.payment(factories.order(), status="pending").order
    assert opened(order) == ["pending"]


def test_a_canceled_order_is_not_paid():
    order = factories.order()
    order.cancel(payments=[], cause="staff", now=timezone.now())
    order.refresh_from_db()
    assert opened(order) == [] and order.status == "canceled"


def test_details_without_a_cart_place_nothing(client):
    assert client.post("/checkout/", DETAILS).status_code in (302, 303)
    assert not Order.objects.exists()


def test_details_posted_again_after_paying_began_change_nothing(client):
    mug = factories.product()
    client.post("/cart/add/", {"product": mug.slug, "quantity": 1})
    client.post("/checkout/", DETAILS)
    order = Order.objects.get()
    factories.payment(order)
    client.post("/cart/add/", {"product": factories.product(price=1).slug, "quantity": 1})

    client.post("/checkout/", {**DETAILS, "email": "otra@example.com"})

    order.refresh_from_db()
    assert (order.amount, order.email) == (12_990, DETAILS["email"])


def test_a_payment_of_one_order_pays_no_other():
    cheap = factories.order(products=[factories.product(price=100)])
    dear = factories.order(products=[factories.product(price=99_990)])
    payment = factories.payment(cheap)
    factories.payment(dear)

    event = factories.paid_event(payment)
    event["data"]["metadata"]["order"] = dear.number
    factories.signed_post(Client(), event)

    dear.refresh_from_db()
    assert (dear.status, dear.is_paid) == ("created", False)
    assert Payment.objects.filter(order=dear, status="succeeded").count() == 0
