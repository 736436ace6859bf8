"""How many SQL statements each page and each webhook takes, the same for one row as for many.

These are exact: whoever adds a statement to one of them writes the new number here, and why.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories

pytestmark = pytest.mark.django_db

DETAILS = {"email": "cliente@example.com", "name": "Nombre Apellido", "terms": "on"}


def shop_with(number):
    """So many products, an order with a line of each, and so many orders beside it."""
    mugs = [factories.product(stock=1000) for _ in range(number)]
    for _ in range(number):
        factories.payment(factories.order(products=mugs))
    return mugs


def browser_with(mugs):
    """A browser with the products in its cart, which has seen that they were added."""
    browser = Client()
    for mug in mugs:
        browser.post("/cart/add/", {"product": mug.slug, "quantity": 1})
    browser.get("/cart/")
    return browser


def paid(mugs, status):
    """An order after as many attempts as it has lines, the last one of this status."""
    order = factories.order(products=mugs)
    for _earlier in mugs[1:]:
        attempt = factories.payment(order, status="failed")
        attempt.retire(now=attempt.created_at)
    return factories.payment(order, status=status)


def order_page(status):
    return lambda mugs: (Client(), f"/orders/{paid(mugs, status).order.token}/")


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
    # session, what the order being edited holds, products, what delivery costs
    "the cart": (4, lambda mugs: (browser_with(mugs), "/cart/")),
    "the details": (4, lambda mugs: (browser_with(mugs), "/checkout/")),
    "the terms": (0, lambda mugs: (Client(), "/pages/terms/")),
    # order, payments, alerts, lines; session if it may still be edited
    "an order to review": (5, review_page),
    "an order being paid": (4, order_page("created")),
    "an order in progress": (4, order_page("in_progress")),
    "an order pending": (4, order_page("pending")),
    "an order paid": (5, order_page("succeeded")),  # and what of its money went back
    "an order failed": (4, order_page("failed")),
    "an order rejected": (4, order_page("rejected")),
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


WORDS = {
    # event in, event locked; order found, order locked, payments read; payment and its line in the
    # timeline; order and its line; mail looked for, mail in; event done
    "pending": 12,
    "failed": 14,  # was its shopper told to wait; is an alert open: no mail asks to pay again then
    "expired": 12,  # moves no order, and reminds of it later
}
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def post(event):
    """The statements of one delivery, and how its transaction began and ended."""
    with CaptureQueriesContext(connection) as captured:
        assert factories.signed_post(Client(), event).status_code == 200
    said = [query["sql"].split()[0] for query in captured.captured_queries]
    statements = [word for word in said if word not in TRANSACTION]
    return len(statements), [word for word in said if word in ("BEGIN", "COMMIT", "ROLLBACK")]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("word", "number"), WORDS.items())
@pytest.mark.parametrize("rows", [1, 7], ids=["one row", "many rows"])
def test_a_webhook_takes_so_many_and_commits_once(word, number, rows):
    payment = paid(shop_with(rows), "created")
    data = factories.intent(payment, status=word, widget_token=None)
    event = factories.event(data, type=f"payment_intent.{word}")

    assert post(event) == (number, ["BEGIN", "COMMIT"])
    assert post(event) == (2, ["BEGIN", "COMMIT"])  # repeated: event in, event locked


@pytest.mark.django_db(transaction=True)
def test_a_foreign_webhook_takes_four_and_commits_once():
    data = {**factories.intent(paid(shop_with(1), "created")), "id": "pi_theirs", "metadata": {}}

    assert post(factories.event(data)) == (4, ["BEGIN", "COMMIT"])
