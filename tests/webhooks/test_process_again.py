"""The worker hears a stored event exactly as the first delivery would have."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.models import Alert, Payment
from tests import factories
from webhooks.handlers import process_again
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db


def parked(client, payment, word="succeeded"):
    """An event that arrived before our payment's row did."""
    data = factories.intent(payment, status=word, widget_token=None)
    factories.signed_post(client, factories.event(data))
    return WebhookEvent.objects.get()


@pytest.fixture
def unsaved():
    """A payment that Fintoc knows before our row is committed."""
    order = factories.order()
    payment = Payment.open(order=order, now=timezone.now())
    Payment.objects.filter(pk=payment.pk).delete()
    return payment


def test_an_event_that_came_too_early_is_applied_once_its_payment_is_there(client, unsaved):
    row = parked(client, unsaved)
    assert row.outcome == "parked"
    unsaved.save()
    process_again(row, now=timezone.now())
    row.refresh_from_db()
    unsaved.refresh_from_db()
    unsaved.order.refresh_from_db()
    assert row.outcome == "applied" and row.due_at is None
    assert unsaved.order.is_paid
    assert (unsaved.account_last4, unsaved.widget_token) == ("9212", "")


def test_one_that_never_finds_its_payment_waits_longer_each_time_and_ends_after_a_day(
    client, unsaved
):
    row = parked(client, unsaved)
    pauses = []
    now = row.due_at
    while row.due_at is not None and now < row.received_at + timedelta(hours=23):
        process_again(row, now=now)
        row.refresh_from_db()
        pauses.append(row.due_at - now)
        now = row.due_at
    assert pauses == sorted(pauses) and pauses[-1] == timedelta(hours=1)
    assert pauses[0] == timedelta(seconds=2) and len(pauses) < 40
    process_again(row, now=row.received_at + timedelta(hours=25))
    row.refresh_from_db()
    assert row.due_at is None
    assert Alert.objects.get().kind == "orphan"


def test_one_that_is_done_is_left_alone(client):
    payment = factories.payment(factories.order())
    row = parked(client, payment, "pending")
    before = row.processed_at
    process_again(row, now=timezone.now() + timedelta(hours=1))
    row.refresh_from_db()
    assert row.processed_at == before
