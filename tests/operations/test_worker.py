"""A turn of the worker: a small batch of each kind, and no row stops another."""

import time
from datetime import timedelta

import pytest
import responses
from django.core import mail
from django.utils import timezone

from operations import worker
from operations.worker import BATCH, TRIES, Chore, turn
from orders.models import Alert, Order, Outbox, Payment
from tests import factories
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def order():
    return factories.order()


def outbox_rows(order, count):
    Outbox.objects.all().delete()
    for number in range(count):
        Outbox.objects.create(
            key=f"E7:{number}",
            kind="E7",  # true of any order
            account=order.account,
            order=order,
            due_at=timezone.now(),
            created_at=timezone.now(),
        )


def waiting_payment(order):
    """A payment Fintoc has, due to be asked about now."""
    payment = factories.payment(order)
    Payment.objects.filter(pk=payment.pk).update(due_at=timezone.now())
    return payment


def test_with_nothing_due_nothing_is_done():
    assert turn() == 0


def test_a_mail_that_is_due_is_sent(order):
    outbox_rows(order, 1)

    assert turn() == 1
    assert [sent.to for sent in mail.outbox] == [[order.email]]
    assert Outbox.objects.get().sent_at is not None


def test_a_mail_that_kills_its_worker_is_parked_and_staff_are_told(order):
    outbox_rows(order, 1)
    Outbox.objects.update(attempts=TRIES)

    turn()

    row = Outbox.objects.get(kind="E7")
    assert row.due_at is None and row.sent_at is None and not mail.outbox
    assert Alert.objects.get().kind == "mail_parked"


def test_an_event_that_kills_its_worker_is_parked_and_staff_are_told(order):
    now = timezone.now()
    WebhookEvent.objects.create(
        event_id="evt_deadly",
        type="payment_intent.succeeded",
        account=order.account,
        payload={},
        sha256="0" * 64,
        received_at=now,
        due_at=now,
        attempts=TRIES,
    )

    turn()

    assert WebhookEvent.objects.get().due_at is None
    assert Alert.objects.get().kind == "quarantined"


def test_an_unpaid_order_lapses_in_the_workers_hands(order):
    Order.objects.update(
        created_at=timezone.now() - timedelta(days=3),
        held_until=timezone.now() - timedelta(days=2),
        due_at=timezone.now(),
    )

    turn()

    order.refresh_from_db()
    assert order.is_canceled and order.held_until is None


def test_a_payment_that_is_due_is_asked_about(order):
    payment = waiting_payment(order)

    with responses.RequestsMock() as fintoc:
        told = factories.intent(payment, status="succeeded")
        fintoc.get(f"{factories.INTENTS}/{payment.intent_id}", json=told)
        turn()

    order.refresh_from_db()
    assert order.status == "succeeded"


def test_another_accounts_payment_is_left_alone(order):
    payment = waiting_payment(order)
    Payment.objects.filter(pk=payment.pk).update(account="live@api.fintoc.com")

    assert turn() == 0


def test_a_stored_event_is_processed_again(order):
    payment = factories.payment(order)
    event = factories.event(factories.intent(payment, status="succeeded"))
    WebhookEvent.objects.create(
        event_id=event["id"],
        type=event["type"],
        mode="test",
        account="test@api.fintoc.example.com",
        payload=event,
        sha256="0" * 64,
        received_at=timezone.now(),
        due_at=timezone.now(),
    )

    turn()

    order.refresh_from_db()
    assert order.status == "succeeded"


def test_only_a_small_batch_of_each_kind_is_done_per_turn(order):
    outbox_rows(order, BATCH + 2)

    assert [turn(), turn(), turn()] == [BATCH, 2, 0]


def test_many_rows_of_one_kind_do_not_keep_another_waiting(order):
    payment = waiting_payment(order)
    outbox_rows(order, BATCH * 3)

    with responses.RequestsMock() as fintoc:
        fintoc.get(f"{factories.INTENTS}/{payment.intent_id}", json=factories.intent(payment))
        turn()

        assert len(fintoc.calls) == 1


@pytest.fixture
def chore(monkeypatch):
    """Make the worker's only chore the outbox rows, worked on as the test says."""

    def use(work):
        only = Chore(Outbox.objects.all, work, timedelta(minutes=2))
        monkeypatch.setattr(worker, "CHORES", [only])

    return use


def test_a_failing_row_stops_no_other(order, chore, caplog):
    outbox_rows(order, 3)
    worked_on = []

    def work(row, now):
        worked_on.append(row.key)
        if row.key == "E7:0":
            raise RuntimeError("a bug")

    chore(work)

    assert turn() == 3
    assert sorted(worked_on) == ["E7:0", "E7:1", "E7:2"]
    assert "Outbox" in caplog.text and "RuntimeError: a bug" in caplog.text


def test_a_failing_row_comes_back_only_when_its_lease_ends(order, chore):
    outbox_rows(order, 1)
    chore(lambda row, now: 1 / 0)

    assert [turn(), turn()] == [1, 0]
    assert Outbox.objects.get().due_at > timezone.now() + timedelta(seconds=100)


def test_a_worker_that_is_told_to_stop_finishes_only_the_row_in_hand(order, chore):
    outbox_rows(order, 3)
    worked_on = []
    chore(lambda row, now: worked_on.append(row))

    assert turn(should_stop=lambda: len(worked_on) == 1) == 1
    assert len(worked_on) == 1


def test_fintoc_being_away_is_no_failure_of_the_turn(order):
    payment = waiting_payment(order)

    with responses.RequestsMock() as fintoc:
        fintoc.get(f"{factories.INTENTS}/{payment.intent_id}", status=503)

        assert turn() == 1

    payment.refresh_from_db()
    assert payment.due_at > timezone.now()


def test_a_batch_that_hangs_leaves_its_rest_to_the_next_turn(order, monkeypatch):
    """A mail server that hangs for ten seconds a mail must not keep Fintoc unasked."""
    outbox_rows(order, 3)
    begun = []
    monkeypatch.setattr(worker, "SECONDS", 0.05)

    def hang(row, _now):
        begun.append(row.key)
        time.sleep(0.1)

    mails = Chore(Outbox.objects.all, hang, timedelta(minutes=2))
    monkeypatch.setattr(worker, "CHORES", [mails])

    assert turn() == 1
    assert Outbox.objects.filter(due_at__lte=timezone.now(), attempts=0).count() == 2
    assert turn() == 1
    assert len(set(begun)) == 2
