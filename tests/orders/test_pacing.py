"""All workers together ask Fintoc no faster than its narrowest published limit, less a bit."""

from datetime import timedelta

import pytest
import responses
from django.utils import timezone

from fintoc_client.errors import OutcomeUnknown, RateLimited
from operations.worker import turn
from orders.models import Payment, Reconciliation
from orders.models.reconciliation import PATIENCE, QUESTIONS_PER_SECOND
from orders.pacing import in_turn
from tests import factories

pytestmark = pytest.mark.django_db

ACCOUNT = "test@api.fintoc.example.com"


class Row:
    until = None

    def put_off(self, *, until):
        self.until = until


def turns(count, now):
    return [Reconciliation.take_turn(ACCOUNT, now=now) for _ in range(count)]


def test_turns_are_handed_out_evenly():
    waits = turns(4, timezone.now())
    assert [wait.total_seconds() for wait in waits] == [0, 0.25, 0.5, 0.75]


def test_whoever_would_wait_too_long_gets_none_and_takes_none():
    now = timezone.now()
    waits = turns(40, now)
    reserved = [wait for wait in waits if wait <= PATIENCE]
    assert len(reserved) == PATIENCE.total_seconds() * QUESTIONS_PER_SECOND + 1
    later = now + timedelta(seconds=3)
    assert turns(1, later) == [timedelta(0)]


def test_a_row_whose_turn_is_far_off_is_put_off_and_not_asked():
    now = timezone.now()
    turns(9, now)
    row, asked = Row(), []
    in_turn(row, lambda *_: asked.append(1), now=now)
    assert not asked and row.until > now


def test_a_429_makes_everybody_wait_longer_each_time_up_to_a_limit():
    def limited(_client, _now):
        raise RateLimited("429")

    pauses = []
    for _time in range(7):
        Reconciliation.objects.update(next_at=timezone.now() - timedelta(seconds=1))
        in_turn(Row(), limited, now=timezone.now())
        pauses.append((Reconciliation.objects.get().next_at - timezone.now()).total_seconds())
    floors = [1, 2, 4, 8, 16, 16, 16]
    assert all(floor - 0.5 < pause < floor + 1 for floor, pause in zip(floors, pauses, strict=True))


def test_an_answer_ends_the_slowness():
    Reconciliation.of(ACCOUNT, now=timezone.now())
    Reconciliation.slow_down(ACCOUNT, now=timezone.now() - timedelta(minutes=1))
    in_turn(Row(), lambda *_: None, now=timezone.now())
    assert Reconciliation.objects.get().refusals == 0


def test_a_fintoc_that_cannot_be_asked_is_no_failure_of_the_worker():
    def away(_client, _now):
        raise OutcomeUnknown("no answer")

    in_turn(Row(), away, now=timezone.now())


def test_a_machine_whose_clock_was_ahead_stops_nobody():
    now = timezone.now()
    Reconciliation.take_turn(ACCOUNT, now=now + timedelta(hours=6))
    assert Reconciliation.take_turn(ACCOUNT, now=now) == timedelta(0)


def test_two_accounts_have_a_pace_each():
    now = timezone.now()
    turns(4, now)
    assert Reconciliation.take_turn("live@api.fintoc.com", now=now) == timedelta(0)


def test_a_payment_fintoc_never_answered_has_its_list_read_soon():
    payment = Payment.open(order=factories.order(), now=timezone.now())
    Payment.objects.update(due_at=timezone.now())
    assert turn() == 1
    row = Reconciliation.objects.get()
    assert row.due_at <= timezone.now() + timedelta(seconds=30)
    payment.refresh_from_db()
    assert payment.due_at > timezone.now()


def test_the_worker_reads_the_list_when_it_is_due():
    payment = Payment.open(order=factories.order(), now=timezone.now())
    Payment.objects.update(due_at=None)
    Reconciliation.of(ACCOUNT, now=timezone.now())
    Reconciliation.objects.update(due_at=timezone.now())
    with responses.RequestsMock() as api:
        api.get(factories.INTENTS, json=[factories.intent(payment, status="succeeded")])
        turn()
    payment.refresh_from_db()
    assert payment.order.is_paid
