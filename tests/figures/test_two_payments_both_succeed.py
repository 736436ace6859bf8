"""Two payments of one order both succeed, 100 orders: one confirms, the other is told to staff."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from orders.models import Order, Payment
from tests import factories
from tests.figures.counting import MERCHANT, alerts, confirmations, sent_mails, transitions
from tests.races import all_read_before_any_writes, at_once, together, unprotected

ORDERS = 100


def paid_twice(*, orders):
    """Per order the posts of two events: each says that one of its two payments succeeded."""
    mug = factories.product(stock=orders)
    return [
        [
            lambda event=event: factories.signed_post(Client(), event).status_code
            for event in both_events(factories.order(products=[mug]))
        ]
        for _ in range(orders)
    ]


def both_events(order):
    first = factories.payment(order)
    first.retire(now=timezone.now())  # its window was closed, and its money came all the same
    return [factories.paid_event(first), factories.paid_event(factories.payment(order))]


def assert_one_confirmation_and_one_alert_each():
    assert transitions() == confirmations() == sent_mails() == ORDERS
    assert alerts("duplicate_payment") == ORDERS
    assert sent_mails(to=MERCHANT) == 2 * ORDERS  # the new order, and what to decide about it
    assert Payment.objects.filter(status="succeeded").count() == 2 * ORDERS  # none is lost
    assert Order.objects.filter(status="succeeded").count() == ORDERS


@pytest.mark.django_db(transaction=True)
def test_at_once():
    jobs = [job for pair in paid_twice(orders=ORDERS) for job in together(pair)]

    assert set(at_once(jobs, threads=8)) == {200}

    assert_one_confirmation_and_one_alert_each()


@pytest.mark.django_db
def test_days_apart():
    pairs = paid_twice(orders=ORDERS)

    assert {first() for first, _second in pairs} == {200}
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        assert {second() for _first, second in pairs} == {200}

        assert_one_confirmation_and_one_alert_each()


@pytest.mark.django_db(transaction=True)
def test_without_locks_the_second_one_is_refused_and_has_to_be_sent_again():
    """The negative control: each sees only its own success, and wants to pay the order.

    The database's own constraint lets one of them through; the other would be delivered again.
    """
    (pair,) = paid_twice(orders=1)

    with unprotected(), all_read_before_any_writes(Payment, "differs_from", readers=2):
        assert sorted(at_once(pair, threads=2)) == [200, 503]

    assert Payment.objects.filter(status="succeeded").count() == 1
    assert alerts("duplicate_payment") == 0
