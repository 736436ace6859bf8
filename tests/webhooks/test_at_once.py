"""Real races: real threads, real connections, on whichever database the tests run on."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from orders.models import OrderEvent, Outbox
from tests import factories
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)

COPIES, ORDERS = 50, 4


def at_once(jobs):
    """Run every job in threads of its own connection; return their results."""

    def run(job):
        try:
            return job()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=16) as pool:
        return list(pool.map(run, jobs))


def paid_event(payment):
    data = factories.intent(payment, status="succeeded", widget_token=None)
    return factories.event(data)


def test_the_same_event_many_times_at_once_confirms_each_order_once():
    mug = factories.product(stock=ORDERS)
    payments = [factories.payment(factories.order(products=[mug])) for _ in range(ORDERS)]
    events = [paid_event(payment) for payment in payments]
    jobs = [
        lambda event=event: factories.signed_post(Client(), event).status_code
        for _copy in range(COPIES)
        for event in events
    ]
    assert set(at_once(jobs)) == {200}
    assert WebhookEvent.objects.count() == ORDERS
    assert Outbox.objects.filter(kind="E1").count() == ORDERS
    moves = OrderEvent.objects.filter(kind=OrderEvent.STATUS, value="succeeded")
    assert moves.count() == ORDERS


def test_different_events_of_one_order_at_once_end_in_the_truth():
    payment = factories.payment(factories.order())
    words = ["pending", "failed", "succeeded"] * 8
    jobs = []
    for word in words:
        data = factories.intent(payment, status=word, widget_token=None)
        event = factories.event(data, type=f"payment_intent.{word}")
        jobs.append(lambda event=event: factories.signed_post(Client(), event).status_code)
    assert set(at_once(jobs)) == {200}
    payment.order.refresh_from_db()
    assert payment.order.is_paid
    assert payment.order.events.filter(kind=OrderEvent.STATUS).last().value == "succeeded"
    assert Outbox.objects.filter(kind="E1").count() == 1
