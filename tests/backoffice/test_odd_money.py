"""Money that is not what was asked for is told as what it is, wherever staff read of it."""

import pytest
from django.utils import timezone

from orders.sales import Day, sales_by_day
from tests import factories
from tests.orders.deciding import choose

pytestmark = pytest.mark.django_db


def order_page(browser, order):
    return browser.get(f"/admin/orders/order/{order.pk}/change/").content.decode()


def received(**money):
    """A payment of an order of $12.990, which brought other money."""
    return factories.payment(factories.order(), status="succeeded", **money)


def today():
    return sales_by_day(days=1, now=timezone.now())


def test_the_orders_page_says_how_much_came_in(owner):
    payment = received(amount=50_050)
    page = order_page(owner, payment.order)
    assert 'Recibido</span> <b class="num">$50.050</b>' in page
    assert "Devolver hasta $50.050" in page
    choose("accept")
    page = order_page(owner, payment.order)
    assert 'Recibido</span> <b class="num">$50.050</b>' in page and "Paga el pedido" in page


def test_sales_are_what_came_in(owner):
    received(amount=50_050)
    choose("accept")
    assert today() == [Day(timezone.localdate(), 1, 50_050)]
    assert "$50.050" in owner.get("/admin/").content.decode()


def test_sales_are_added_up_in_one_statement(django_assert_num_queries):
    received()
    with django_assert_num_queries(1):
        assert today() == [Day(timezone.localdate(), 1, 12_990)]
