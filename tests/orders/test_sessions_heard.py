"""What Fintoc posts about a checkout session, and what follows from it for the payment."""

import pytest
from django.test import Client
from django.utils import timezone

from orders.models import Alert, Payment
from tests import factories
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db

NOW = timezone.now()
BARE = {"metadata": {}}  # of an intent that got no copy of its session's
NO_SUCH = {"error": {"type": "invalid_request_error", "code": "missing_resource", "message": "no"}}


@pytest.fixture
def order():
    return factories.order()


@pytest.fixture
def payment(order):
    return factories.hosted_payment(order)


def attempt(payment, number=1, **fields):
    """An intent of the payment's session, which got a copy of the session's marks."""
    fields = {"status": "succeeded", "widget_token": None, **fields}
    return factories.intent(payment, id=f"pi_{number}", **fields)


def hear(payment, type, **fields):
    """Fintoc's webhook about the payment's session, through the shop's own door."""
    event = factories.event(factories.session(payment, **fields), type=f"checkout_session.{type}")
    assert factories.signed_post(Client(), event).status_code == 200
    payment.refresh_from_db()
    payment.order.refresh_from_db()
    return payment


def is_told(payment, intent):
    """The intent's own event."""
    event = factories.event(intent, type=f"payment_intent.{intent['status']}")
    assert factories.signed_post(Client(), event).status_code == 200
    payment.refresh_from_db()
    payment.order.refresh_from_db()


def mails(order):
    return sorted(order.outbox.filter(kind__startswith="E").values_list("kind", flat=True))


@pytest.mark.parametrize(
    ("status", "order_status"),
    [
        *[("succeeded", "succeeded"), ("failed", "failed"), ("rejected", "rejected")],
        *[("pending", "pending"), ("requires_action", "pending"), ("expired", "created")],
    ],
)
@pytest.mark.parametrize("marks", [True, False], ids=["copied", "not copied"])
def test_a_finished_session_is_what_its_intent_is(payment, status, order_status, marks):
    intent = attempt(payment, status=status)
    hear(payment, "finished", status="finished", intent={**intent, **({} if marks else BARE)})
    assert (payment.intent_id, payment.status) == ("pi_1", status)
    assert payment.order.status == order_status


def test_finished_without_an_intent_is_not_paid_and_is_asked_about_now(payment):
    hear(payment, "finished", status="finished")
    assert (payment.status, payment.order.status) == ("created", "created")
    assert payment.due_at <= timezone.now()
    assert payment.can_be_asked_about


def test_a_session_that_expires_before_anybody_began_ends_its_payment(payment):
    hear(payment, "expired", status="expired")
    assert (payment.status, payment.due_at) == ("expired", None)
    last = payment.order.events.filter(kind="payment").last()
    assert (last.value, last.payment) == ("expired", payment)
    assert mails(payment.order) == ["E3"]  # to pay after all, later


def test_one_that_expires_with_money_on_its_way_ends_nothing(payment):
    hear(payment, "expired", status="expired", intent=attempt(payment, status="in_progress"))
    assert payment.status == "in_progress" and payment.can_be_asked_about
    is_told(payment, attempt(payment))
    assert payment.order.is_paid


def test_money_wins_over_a_session_that_expired(payment):
    hear(payment, "expired", status="expired")
    is_told(payment, attempt(payment))
    assert payment.order.is_paid and payment.intent_id == "pi_1"


@pytest.mark.parametrize("late", ["created", "in_progress"])
def test_a_late_report_does_not_reopen_a_session(payment, late):
    hear(payment, "expired", status="expired")
    factories.session_reported(payment, status=late)
    assert (payment.session_status, payment.status) == ("expired", "expired")


def test_the_webhook_of_a_session_may_come_before_the_answer_to_its_create(order):
    """It is matched by the mark on the session, and the answer changes nothing any more."""
    payment = Payment.open_hosted(order=order, now=timezone.now())
    hear(payment, "finished", status="finished", intent={**attempt(payment), **BARE})
    assert payment.order.is_paid and payment.session_id
    factories.session_reported(payment)
    assert payment.order.is_paid and payment.session_status == "finished"
    assert order.payments.count() == 1 and mails(order) == ["E1"]


def test_the_event_of_its_intent_may_come_before_both(order):
    payment = Payment.open_hosted(order=order, now=timezone.now())
    is_told(payment, attempt(payment))
    assert payment.order.is_paid and payment.session_id is None
    factories.session_reported(payment, status="finished", intent=attempt(payment))
    assert payment.session_id and order.payments.count() == 1 and mails(order) == ["E1"]


@pytest.mark.parametrize("marks", [True, False], ids=["copied", "not copied"])
def test_two_intents_of_one_session_that_both_succeed_confirm_once_and_alert_once(payment, marks):
    both = [{**attempt(payment, number), **({} if marks else BARE)} for number in (1, 2)]
    for intent in both:
        hear(payment, "finished", status="finished", intent=intent)
    for intent in both:
        is_told(payment, intent)
    further = Payment.objects.get(intent_id="pi_2")
    assert payment.order.is_paid and further.order == payment.order
    assert not further.is_current and further.is_duplicate and not payment.is_duplicate
    assert [alert.kind for alert in Alert.objects.all()] == ["duplicate_payment"]
    assert mails(payment.order) == ["E1"]


def test_the_second_intent_of_a_session_pays_after_the_first_failed(payment):
    failed = attempt(payment, 1, status="failed")
    factories.session_reported(payment, status="in_progress", intent=failed)
    assert payment.order.is_failed
    hear(payment, "finished", status="finished", intent={**attempt(payment, 2), **BARE})
    assert payment.order.is_paid and payment.status == "failed"
    assert Payment.objects.get(intent_id="pi_2").fulfilled_at


def test_an_attempt_that_failed_is_followed_while_its_page_takes_another(payment):
    failed = attempt(payment, 1, status="failed")
    factories.session_reported(payment, status="in_progress", intent=failed)
    assert payment.can_be_asked_about and payment.due_at is not None
    factories.session_reported(payment, status="finished", intent=failed)
    assert not payment.can_be_asked_about and payment.due_at is None


def test_a_webhook_about_other_money_decides_nothing_until_fintoc_is_asked(payment):
    hear(payment, "finished", status="finished", intent=attempt(payment, amount=1))
    assert payment.status == "created" and payment.doubted_at is not None
    assert not payment.order.is_paid and not Alert.objects.exists()


def test_a_session_in_another_mode_pays_nothing(payment):
    event = factories.event(
        factories.session(payment, status="finished", mode="live", intent=attempt(payment)),
        type="checkout_session.finished",
        mode="live",
    )
    factories.signed_post(Client(), event)
    payment.order.refresh_from_db()
    assert not payment.order.is_paid


def test_somebody_elses_session_is_foreign_and_ours_without_a_row_is_parked(payment):
    theirs = factories.session(payment, id="cs_theirs", status="expired", metadata={})
    ours = {**theirs, "id": "cs_lost", "metadata": {"shop": "http://localhost:8000"}}
    no_payment = {"id": "cs_setup", "status": "finished", "flow": "setup", "amount": None}
    lost = {**ours, "payment_resource": {"payment_intent": {**attempt(payment), **BARE}}}
    outcomes = []
    for data in (theirs, ours, no_payment, lost):
        event = factories.event(data, type="checkout_session.expired")
        assert factories.signed_post(Client(), event).status_code == 200
        outcomes.append(_outcome(event))
    assert outcomes == ["foreign", "parked", "foreign", "parked"]
    payment.refresh_from_db()
    assert payment.status == "created"


def _outcome(event):
    return WebhookEvent.objects.get(event_id=event["id"]).outcome


def test_another_session_under_our_mark_is_not_ours_but_its_money_is(payment):
    """Should Fintoc forget a key, and make a session twice."""
    known = payment.session_id
    hear(payment, "finished", id="cs_other", status="finished", intent=attempt(payment, 2))
    assert (payment.session_id, payment.session_status) == (known, "created")
    assert payment.order.is_paid
