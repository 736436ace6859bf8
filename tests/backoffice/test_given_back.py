"""An order whose money all went back is not "to be prepared", on its page and in the list."""

import re
import uuid

import pytest
from django.utils import timezone

from orders.fulfillment import move_order
from orders.refunds import request_refund
from tests import factories

pytestmark = pytest.mark.django_db

PAID, TO_PREPARE, BACK = "Pagado", "Por preparar", "Dinero de vuelta"


def refund(order, amount=12_990):
    request_refund(
        payment_id=order.payments.get().pk,
        amount=amount,
        reference=uuid.uuid4(),
        cause="owner",
        now=timezone.now(),
    )


def signs(html):
    return re.findall(r'<span class="pill[^"]*">([^<]*)</span>', html)


def signs_of(browser, order):
    """Those beside its number."""
    page = browser.get(f"/admin/orders/order/{order.pk}/change/").content.decode()
    return signs(re.search(r'<p class="signs">(.*?)</p>', page, re.DOTALL)[1])


def listed(browser):
    """The signs of each order of the list, newest first."""
    page = browser.get("/admin/orders/order/").content.decode()
    return [signs(row) for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)[1:]]


def test_it_says_so_instead(staff, order):
    refund(order)

    assert signs_of(staff, order) == [PAID, BACK]
    assert listed(staff) == [[PAID, BACK]]


def test_of_what_left_the_shop_it_is_said_too(staff, order):
    for word in ("ready", "delivered"):
        move_order(order_id=order.pk, word=word, cause="staff", now=timezone.now())
    refund(order)

    assert signs_of(staff, order) == [PAID, BACK, "Entregado"]
    assert listed(staff) == [[PAID, BACK, "Entregado"]]


def test_one_that_got_a_part_back_is_prepared(staff, order):
    refund(order, amount=12_989)

    assert signs_of(staff, order) == [PAID, TO_PREPARE]


def test_one_whose_refund_failed_is_prepared(staff, order):
    refund(order)
    money_back = order.payments.get().refunds.get()
    money_back.end_unsent(status="failed", failure_code="", cause="test", now=timezone.now())

    assert signs_of(staff, order) == [PAID, TO_PREPARE]
    assert listed(staff) == [[PAID, TO_PREPARE]]


def test_each_order_of_the_list_has_its_own(staff, order):
    refund(order)
    factories.payment(factories.order(), status="succeeded")
    factories.order()

    assert listed(staff) == [["Sin pagar"], [PAID, TO_PREPARE], [PAID, BACK]]
