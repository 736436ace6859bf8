"""What Fintoc says, and what follows from it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fintoc_client.objects import read_payment_intent
from orders.models import Alert, OrderEvent, Outbox, Payment
from orders.results import Result, record_result
from tests import factories

pytestmark = pytest.mark.django_db


def record(payment, *, asked=False, mode="test", cause="evt_1", **fields):
    return record_result(
        intent=read_payment_intent(factories.intent(payment, **fields)),
        mode=mode,
        cause=cause,
        asked=asked,
        now=timezone.now(),
    )


@pytest.fixture
def payment():
    return factories.payment(factories.order())


def kinds(order):
    """What its shopper is sent; the merchant's mails are the alerts' own."""
    return sorted(order.outbox.exclude(kind__in=["M1", "M2"]).values_list("kind", flat=True))


def alerts():
    return sorted(Alert.objects.values_list("kind", flat=True))


def order_of(payment):
    payment.refresh_from_db()
    payment.order.refresh_from_db()
    return payment.order


def test_a_success_moves_the_order_writes_its_event_and_queues_one_mail(payment):
    assert record(payment, status="succeeded", cause="evt_7") is Result.RECORDED
    order = order_of(payment)
    assert order.is_paid
    last = order.events.filter(kind=OrderEvent.STATUS).last()
    assert (last.value, last.cause) == ("succeeded", "evt_7")
    assert kinds(order) == ["E1"]
    assert (payment.account_last4, payment.bank_operation) == ("9212", "90123712")


def test_the_same_report_again_changes_nothing(payment):
    record(payment, status="succeeded")
    changed_at = order_of(payment).changed_at
    events = payment.order.events.count()
    record(payment, status="succeeded")
    assert order_of(payment).changed_at == changed_at
    assert payment.order.events.count() == events
    assert kinds(payment.order) == ["E1"]


@pytest.mark.parametrize("late", ["created", "in_progress", "pending", "failed", "rejected"])
def test_nothing_late_takes_a_success_back(payment, late):
    record(payment, status="succeeded")
    record(payment, status=late, error_reason="insufficient_funds")
    assert order_of(payment).is_paid
    assert payment.error_reason == ""


def test_a_late_success_wins_over_a_failure(payment):
    record(payment, status="failed", error_reason="bank_not_available")
    record(payment, status="succeeded")
    assert order_of(payment).is_paid
    assert payment.error_reason == ""


def test_pending_queues_its_own_mail_and_its_end_another(payment):
    record(payment, status="pending")
    assert order_of(payment).is_pending
    record(payment, status="failed", error_reason="insufficient_funds")
    assert order_of(payment).is_failed
    assert kinds(payment.order) == ["E2", "E4"]
    assert Outbox.objects.get(kind="E4").due_at <= timezone.now()


@pytest.mark.parametrize("word", ["failed", "rejected", "expired"])
def test_a_payment_that_came_to_nothing_queues_the_retry_mail_for_later(payment, word):
    record(payment, status=word)
    assert kinds(payment.order) == ["E3"]
    assert Outbox.objects.get().due_at > timezone.now() + timedelta(minutes=19)


def test_an_unknown_word_is_kept_and_moves_nothing(payment):
    record(payment, status="levitating", asked=True)
    assert order_of(payment).status == "created"
    assert (payment.status, payment.raw_status) == ("created", "levitating")


@pytest.mark.parametrize(
    "lie", [{"amount": 1}, {"amount": 1_299_000}, {"currency": "MXN"}, {"mode": "live"}]
)
def test_a_webhook_about_other_money_is_not_believed_but_fintoc_is_asked_now(payment, lie):
    result = record(payment, status="succeeded", **{"mode": "test", **lie})
    assert result is Result.DIFFERS
    assert order_of(payment).status == "created"
    assert payment.status == "created"
    assert payment.due_at <= timezone.now()
    assert alerts() == [] and kinds(payment.order) == []


def test_fintoc_itself_saying_other_money_is_recorded_for_staff_and_pays_nothing(payment):
    record(payment, status="succeeded", amount=1, asked=True)
    order = order_of(payment)
    assert payment.status == "succeeded" and not payment.counts
    assert order.status == "created" and order.is_blocked
    assert alerts() == ["mismatch"] and kinds(order) == []


def test_two_successes_confirm_once_and_raise_one_alert(payment):
    order = payment.order
    payment.retire(now=timezone.now())
    second = factories.payment(order)
    record(payment, status="succeeded")
    record(second, status="succeeded")
    record(second, status="succeeded")
    assert order_of(second).is_paid
    assert alerts() == ["duplicate_payment"] and kinds(order) == ["E1"]


def test_a_failure_of_an_old_attempt_does_not_touch_the_one_that_paid(payment):
    payment.retire(now=timezone.now())
    second = factories.payment(payment.order)
    record(second, status="succeeded")
    record(payment, status="failed")
    assert order_of(second).is_paid


def test_unresolved_after_ten_days_is_for_staff_and_blocks_paying_again(payment):
    record(payment, status="pending")
    record(payment, status="failed", error_reason="unresolved_final_status")
    assert alerts() == ["unresolved"] and order_of(payment).is_blocked


def test_a_report_that_beats_our_own_answer_is_matched_by_its_metadata():
    order = factories.order()
    unanswered = Payment.open(order=order, now=timezone.now())
    assert record(unanswered, status="succeeded") is Result.RECORDED
    assert order_of(unanswered).is_paid
    assert unanswered.intent_id


def test_a_second_intent_with_our_mark_becomes_a_payment_of_its_own_born_retired(payment):
    known = payment.intent_id
    intent = {**factories.intent(payment, status="succeeded"), "id": "pi_another"}
    record_result(
        intent=read_payment_intent(intent),
        mode="test",
        cause="evt_2",
        asked=False,
        now=timezone.now(),
    )
    further = Payment.objects.get(intent_id="pi_another")
    assert order_of(further).is_paid and not further.is_current
    payment.refresh_from_db()
    assert (payment.intent_id, payment.status) == (known, "created")


def test_somebody_elses_payment_is_foreign_and_ours_without_a_row_is_unmatched(payment):
    data = factories.intent(payment, status="succeeded", id="pi_unknown")
    now = timezone.now()
    for metadata, expected in [
        ({}, Result.FOREIGN),
        ({"shop": "https://other.example.com", "payment": "x"}, Result.FOREIGN),
        ({"shop": "http://localhost:8000", "payment": "not-a-uuid"}, Result.UNMATCHED),
        ({"shop": "http://localhost:8000", "payment": "0" * 32}, Result.UNMATCHED),
    ]:
        intent = read_payment_intent({**data, "metadata": metadata})
        result = record_result(intent=intent, mode="test", cause="evt", asked=False, now=now)
        assert result is expected
    assert order_of(payment).status == "created"


def test_whatever_the_length_of_what_fintoc_says_it_can_be_stored(payment):
    long = "x" * 1000
    words = {"mode": long, "reference_id": long, "error_reason": long, "currency": long}
    token = {"widget_token": long, "status": "failed"}
    assert record(payment, asked=True, **words, **token) is Result.RECORDED
    payment.refresh_from_db()
    assert payment.status == "failed" and not payment.counts


def test_a_reason_that_comes_second_is_news_too(payment):
    record(payment, status="failed")
    record(payment, status="failed", error_reason="unresolved_final_status")
    assert order_of(payment).is_blocked and alerts() == ["unresolved"]


def test_a_shop_that_may_not_receive_is_told_so(payment):
    record(payment, status="failed", error_reason="recipient_account_not_allowed")
    assert alerts() == ["shop_side"]
