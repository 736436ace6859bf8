"""A shopper coming back, the webhook and the worker's question at the same instant, 100 orders."""

import pytest
from django.test import Client
from django.utils import timezone

from orders.account import fintoc
from orders.asking import refresh_due, refresh_order
from orders.models import Payment
from tests import factories
from tests.figures.counting import confirmations, sent_mails, transitions
from tests.races import all_read_before_any_writes, at_once, together, unprotected

pytestmark = pytest.mark.django_db(transaction=True)

ORDERS = 100


@pytest.fixture
def all_three(fintoc_server):
    """Jobs, three per order, that bring the news of its payment by three ways at once."""

    def build(*, orders):
        mug = factories.product(stock=orders)
        payments = [factories.payment(factories.order(products=[mug])) for _ in range(orders)]
        for payment in payments:
            paid = factories.intent(payment, status="succeeded", widget_token=None)
            fintoc_server.intents[payment.intent_id] = paid
        return [job for payment in payments for job in together(ways_of(payment))]

    return build


def ways_of(payment):
    event = factories.paid_event(payment)

    def come_back():
        refresh_order(order_id=payment.order_id, client=fintoc(), now=timezone.now())

    def webhook():
        assert factories.signed_post(Client(), event).status_code == 200

    def reconcile():
        row = Payment.objects.get(pk=payment.pk)
        refresh_due(payment=row, client=fintoc(), now=timezone.now())

    return [come_back, webhook, reconcile]


def test_each_order_moves_once_and_is_confirmed_once(all_three):
    at_once(all_three(orders=ORDERS), threads=6)

    assert transitions() == ORDERS
    assert confirmations() == ORDERS
    assert sent_mails() == ORDERS


def test_without_locks_each_of_the_three_moves_the_order(all_three):
    """The negative control."""
    jobs = all_three(orders=1)

    with unprotected(), all_read_before_any_writes(Payment, "differs_from", readers=3):
        at_once(jobs, threads=3)

    assert transitions() == 3
