"""What a first visit takes from the network, page by page, gzipped and without pictures."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests import factories

KILOBYTE = 1024
HTML, CSS, JS = 8 * KILOBYTE, 6 * KILOBYTE, 6 * KILOBYTE


def payment_page(browser):
    payment = factories.payment(factories.order())
    return f"/orders/{payment.order.token}/payments/{payment.reference}/"


def cart(browser):
    browser.post("/cart/add/", {"product": factories.product().slug, "quantity": 1})
    return "/cart/"


def details(browser):
    cart(browser)
    return "/checkout/"


def order_page(status):
    def address(browser):
        return f"/orders/{factories.payment(factories.order(), status=status).order.token}/"

    return address


WITHOUT_SCRIPT = {
    "the list": lambda browser: "/",
    "a product": lambda browser: f"/products/{factories.product().slug}/",
    "the cart": cart,
    "the details": details,
    "the terms": lambda browser: "/pages/terms/",
    "finding an order": lambda browser: "/orders/find/",
}
WITH_SCRIPT = {
    "an order to review": lambda browser: f"/orders/{factories.order().token}/",
    "an order paid": order_page("succeeded"),
    "an order failed": order_page("failed"),
    "the payment page": payment_page,
}
EVERY = {**WITHOUT_SCRIPT, **WITH_SCRIPT}


def visit(prepare):
    browser = Client()
    return browser.get(prepare(browser)).content.decode()


def sizes(html, pattern):
    """The bytes of each of our files that the page asks for."""
    found = re.findall(pattern, html)
    return [len(gzip.compress(Path(finders.find(path)).read_bytes())) for path in found]


@pytest.mark.parametrize("prepare", EVERY.values(), ids=EVERY)
def test_a_page_and_its_styles_are_light(prepare):
    html = visit(prepare)

    assert len(gzip.compress(html.encode())) <= HTML
    (stylesheet,) = sizes(html, r'rel="stylesheet" href="/static/([^"]+)"')
    assert stylesheet <= CSS


@pytest.mark.parametrize("prepare", WITHOUT_SCRIPT.values(), ids=WITHOUT_SCRIPT)
def test_a_page_that_needs_no_script_has_none(prepare):
    assert "<script" not in visit(prepare)


@pytest.mark.parametrize("prepare", WITH_SCRIPT.values(), ids=WITH_SCRIPT)
def test_the_scripts_of_a_live_page_are_light(prepare):
    ours = sizes(visit(prepare), r'<script src="/static/([^"]+)"')

    assert ours
    assert sum(ours) <= JS


def test_only_the_payment_page_asks_anybody_else_and_only_fintoc():
    for prepare in EVERY.values():
        if prepare is payment_page:
            continue
        assert re.findall(r'(?:src|href)="(https?:[^"]+)"', visit(prepare)) == []

    asked = re.findall(r'(?:src|href)="(https?:[^"]+)"', visit(payment_page))
    assert asked == ["https://js.fintoc.example.com/v1/"]
