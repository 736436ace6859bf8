"""No page of the shop or its back office takes more statements for fifty rows than for one.

The walk follows every link there is, so a new page is walked without being named here.
"""

import re
from html import unescape
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve
from django.utils import timezone

from orders.correcting import add_note
from orders.models import Alert
from orders.refunds import request_refund
from tests import factories
from tests.figures.shops import paid

pytestmark = pytest.mark.django_db

FEW, MANY = 1, 50
VISITS = 2  # of each kind of page: the first ones that are linked, newest first
LINK = re.compile(r'href="([^"#]+)')
WALKED = {  # what the walk has to find, or it proves little
    "catalog:list",
    "catalog:product",
    "checkout:cart",
    "checkout:details",
    "checkout:order",
    "checkout:payment",
    "checkout:status",
    "admin:index",
    "admin:orders_order_changelist",
    "admin:orders_order_change",
    "admin:orders_alert_changelist",
    "admin:orders_alert_change",
    "admin:webhooks_webhookevent_changelist",
    "admin:webhooks_webhookevent_change",
    "admin:catalog_product_changelist",
}


@pytest.fixture
def owner():
    browser = Client()
    browser.force_login(User.objects.create_superuser("owner"))
    return browser


def test_every_page_takes_as_many_statements_for_one_row_as_for_many(owner):
    # Read once and kept: by Django in each process, and by a connection.
    ContentType.objects.get_for_models(*apps.get_models())
    assert connection.features.supports_json_field
    few = walk(owner, *fill(FEW))
    many = walk(owner, *fill(MANY))

    assert few.keys() >= WALKED
    assert {name: (few[name], many[name]) for name in few if many.get(name) != few[name]} == {}


def fill(rows):
    """So many of everything: in an order, beside it, in the cart of its shopper."""
    mugs = [factories.product(stock=1000) for _ in range(rows)]
    for _ in range(rows):
        payment = factories.payment(factories.order(products=mugs[:1]))
        factories.signed_post(Client(), factories.paid_event(payment))
    order = busy_order(mugs)
    shopper = Client()
    for mug in mugs:
        shopper.post("/cart/add/", {"product": mug.slug, "quantity": 1})
    return shopper, order, paid(mugs, "created")


def busy_order(mugs):
    """An order with a line of each, and as many attempts, refunds, notes, mails and alerts."""
    order, now = factories.order(products=mugs), timezone.now()
    for _mug in mugs:
        factories.payment(order, status="failed").retire(now=now)
        add_note(order_id=order.pk, text="llamó", cause="staff", now=now)
        Alert.raise_once(kind=Alert.REQUEST, subject=str(uuid4()), order=order, now=now)
    payment = factories.payment(order, status="succeeded")
    for _mug in mugs:
        request_refund(payment_id=payment.pk, amount=1, reference=uuid4(), cause="staff", now=now)
    return order


def walk(owner, shopper, order, opened):
    """The most statements of each kind of page, by its name."""
    page = f"/orders/{order.token}/"
    to_pay = f"/orders/{opened.order.token}/payments/{opened.reference}/"
    of_shopper = ["/", "/cart/", page, f"{page}status.json", to_pay]
    waiting = [(owner, f"/admin/orders/order/{order.pk}/change/"), (owner, "/admin/")]
    waiting += [(shopper, address) for address in of_shopper]
    counted: dict[str, list[int]] = {}
    seen = set()
    while waiting:
        browser, address = waiting.pop(0)
        name = resolve(address.partition("?")[0]).view_name
        if address in seen or len(counted.get(name, [])) == VISITS:
            continue
        seen.add(address)
        with CaptureQueriesContext(connection) as asked:
            response = browser.get(address)
        if response.status_code != 200:
            continue  # it leads on, or needs a form
        counted.setdefault(name, []).append(len(asked))
        waiting += [(browser, link) for link in links(response, address, browser is owner)]
    return {name: max(numbers) for name, numbers in counted.items()}


def links(response, address, is_owner):
    """The pages that a page leads to, of the same side of the shop."""
    if "html" not in response.headers["Content-Type"]:
        return []
    found = [unescape(link) for link in LINK.findall(response.content.decode())]
    found = [address.partition("?")[0] + link if link[0] == "?" else link for link in found]
    ours = [link for link in found if link[0] == "/" and not link.startswith("/static/")]
    return [link for link in ours if link.startswith("/admin/") == is_owner]
