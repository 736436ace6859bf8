"""A mail is sent and armed again at the same moment: nobody waits in a circle, none goes twice."""

import threading

import pytest
from django.core import mail
from django.utils import timezone

from orders import emails
from orders.models import Order, Outbox
from tests import factories
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_sending_and_arming_again_never_wait_for_each_other(monkeypatch):
    first = factories.payment(factories.order(), status="failed")
    first.retire(now=timezone.now())
    second = factories.payment(first.order)
    Order.objects.update(status="failed")  # so that the reminder is still true
    monkeypatch.setattr(emails, "_why_stale", lambda _row: "")
    being_sent, arming = threading.Event(), threading.Event()
    real_mark_sent = Outbox.mark_sent

    def mark_sent(row, *, now):
        real_mark_sent(row, now=now)
        being_sent.set()
        arming.wait(0.5)  # the webhook has its turn here, or is waiting for ours to end

    real_enqueue = Outbox.enqueue

    def enqueue(kinds, **facts):
        arming.set()
        real_enqueue(kinds, **facts)

    monkeypatch.setattr(Outbox, "mark_sent", mark_sent)
    monkeypatch.setattr(Outbox, "enqueue", enqueue)

    def send():
        emails.deliver(Outbox.objects.get(kind="E3"), now=timezone.now())

    def hear():
        being_sent.wait(0.5)
        factories.reported(second, status="failed")

    at_once([send, hear], threads=2)

    row = Outbox.objects.get(kind="E3")
    assert row.sent_at is not None and row.due_at is None and len(mail.outbox) == 1
