"""How many SQL statements each page takes, the same for one row as for many.

These are exact: whoever adds a statement to one of them writes the new number here, and why.
"""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from orders.refunds import request_refund
from tests import factories
from tests.figures.shops import paid, shop_with

pytestmark = pytest.mark.django_db

DETAILS = {"email": "cliente@example.com", "name": "Nombre Apellido", "terms": "on"}


def browser_with(mugs):
    """A browser with the products in its cart, which has seen that they were added."""
    browser = Client()
    for mug in mugs:
        browser.post("/cart/add/", {"product": mug.slug, "quantity": 1})
    browser.get("/cart/")
    return browser


def order_page(status):
    return lambda mugs: (Client(), f"/orders/{paid(mugs, status).order.token}/")


def refunded_page(mugs):
    payment = paid(mugs, "succeeded")
    for _mug in mugs:
        request_refund(
            payment_id=payment.pk, amount=100, reference=uuid4(), cause="test", now=timezone.now()
        )
    return Client(), f"/orders/{payment.order.token}/"


def page_of_paid_twice(mugs):
    order = factories.order(products=mugs)
    for _mug in [*mugs, "once more"]:
        factories.payment(order, status="succeeded").retire(now=timezone.now())
    return Client(), f"/orders/{order.token}/"


def payment_page(mugs):
    payment = paid(mugs, "created")
    return Client(), f"/orders/{payment.order.token}/payments/{payment.reference}/"


def page_that_leads_on(mugs):
    payment = factories.hosted_payment(factories.order(products=mugs))
    return Client(), f"/orders/{payment.order.token}/payments/{payment.reference}/"


def review_page(mugs):
    """The order's page for its own shopper, who may still change it."""
    browser = browser_with(mugs)
    return browser, browser.post("/checkout/", DETAILS).headers["Location"]


PAGES = {
    "the list": (1, lambda mugs: (Client(), "/")),  # products
    "the list, with a cart": (2, lambda mugs: (browser_with(mugs), "/")),  # and session
    "a product": (1, lambda mugs: (Client(), f"/products/{mugs[0].slug}/")),
    "a product, with a cart": (2, lambda mugs: (browser_with(mugs), f"/products/{mugs[0].slug}/")),
    "an empty cart": (0, lambda mugs: (Client(), "/cart/")),
    # session; products with what the order being edited keeps of them; what delivery costs
    "the cart": (3, lambda mugs: (browser_with(mugs), "/cart/")),
    "the details": (3, lambda mugs: (browser_with(mugs), "/checkout/")),
    "the terms": (0, lambda mugs: (Client(), "/pages/terms/")),
    # Order with lines, payments, what is told; the session while it may still be edited; refunds
    # and alerts if there are any.
    "an order to review": (3, review_page),
    "an order being paid": (3, order_page("created")),
    "an order in progress": (3, order_page("in_progress")),
    "an order pending": (3, order_page("pending")),
    "an order paid": (3, order_page("succeeded")),
    "an order paid and refunded": (4, refunded_page),
    "an order paid twice": (4, page_of_paid_twice),
    "an order failed": (3, order_page("failed")),
    "an order rejected": (3, order_page("rejected")),
    "the payment page": (2, payment_page),  # payment with order, alerts
    "the page that leads to Fintoc's": (2, page_that_leads_on),
    "status.json": (1, lambda mugs: (Client(), order_page("pending")(mugs)[1] + "status.json")),
}


@pytest.mark.parametrize(("number", "prepare"), PAGES.values(), ids=PAGES)
@pytest.mark.parametrize("rows", [1, 7], ids=["one row", "many rows"])
def test_a_page_takes_so_many(rows, number, prepare, django_assert_num_queries):
    browser, address = prepare(shop_with(rows))

    with django_assert_num_queries(number):
        response = browser.get(address)

    assert response.status_code == 200
