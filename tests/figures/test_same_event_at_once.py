"""The same event 50 times at once, for 20 orders: each moves once and is confirmed once."""

from itertools import count

import pytest
from django.test import Client

from orders.models import Outbox, Payment
from tests import factories
from tests.figures.counting import confirmations, sent_mails, transitions
from tests.races import all_read_before_any_writes, at_once, unprotected
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db(transaction=True)

COPIES, ORDERS = 50, 20


def deliveries(*, orders, copies):
    """Jobs that post one event per order so many times, every order's among the others'."""
    mug = factories.product(stock=orders)
    payments = [factories.payment(factories.order(products=[mug])) for _ in range(orders)]
    events = [factories.paid_event(payment) for payment in payments]
    return [
        lambda event=event: factories.signed_post(Client(), event).status_code
        for _copy in range(copies)
        for event in events
    ]


def test_each_order_moves_once_and_is_confirmed_once():
    assert set(at_once(deliveries(orders=ORDERS, copies=COPIES))) == {200}

    assert transitions() == ORDERS
    assert confirmations() == ORDERS
    assert WebhookEvent.objects.count() == ORDERS
    assert sent_mails() == ORDERS


def test_without_locks_the_same_race_moves_an_order_every_time():
    """The negative control of the transitions. The mail is saved by its unique key alone."""
    jobs = deliveries(orders=1, copies=4)

    with unprotected(), all_read_before_any_writes(Payment, "differs_from", readers=4):
        at_once(jobs, threads=4)

    assert (transitions(), confirmations()) == (4, 1)


def test_without_the_unique_key_either_it_sends_every_mail(monkeypatch):
    """The negative control of the mails."""
    jobs = deliveries(orders=1, copies=4)
    enqueue, further = Outbox.enqueue, count()

    def enqueue_again(kinds, **facts):
        enqueue({f"{key}:{next(further)}": kind for key, kind in kinds.items()}, **facts)

    monkeypatch.setattr(Outbox, "enqueue", enqueue_again)

    with unprotected(), all_read_before_any_writes(Payment, "differs_from", readers=4):
        at_once(jobs, threads=4)

    assert sent_mails() == 4


def test_with_locks_an_order_moves_once_however_wide_the_window():
    """The control of the control: holding everybody there is not what makes it be lost."""
    jobs = deliveries(orders=1, copies=4)

    with all_read_before_any_writes(Payment, "differs_from", readers=4, patience=0.2):
        assert set(at_once(jobs, threads=4)) == {200}

    assert transitions() == 1
