"""Asking about a checkout session, and canceling an order that has one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fintoc_client.errors import FintocError
from fintoc_client.objects import read_payment_intent
from orders.account import fintoc
from orders.asking import ask_again, refresh_due
from orders.expiry import Cancellation, cancel_order
from orders.models import Alert, Payment
from orders.results import record_result, refresh_payment
from tests import factories

pytestmark = pytest.mark.django_db

NO_SUCH = {"error": {"type": "invalid_request_error", "code": "missing_resource", "message": "no"}}


@pytest.fixture
def order():
    return factories.order()


@pytest.fixture
def payment(order):
    return factories.hosted_payment(order)


def attempt(payment, **fields):
    """The intent of the payment's session."""
    fields = {"status": "succeeded", "widget_token": None, **fields}
    return factories.intent(payment, id="pi_1", **fields)


def ask(payment, api, **session):
    api.upsert(
        "GET",
        f"{factories.SESSIONS}/{payment.session_id}",
        json=factories.session(payment, **session),
    )
    refresh_payment(payment=payment, client=fintoc(), cause="test", now=timezone.now())
    payment.refresh_from_db()
    payment.order.refresh_from_db()


def paths(api):
    return [call.request.path_url.rpartition("/")[2] for call in api.calls]


def test_the_session_is_asked_first_and_then_its_intent(payment, api):
    api.get(f"{factories.INTENTS}/pi_1", json=attempt(payment))
    ask(payment, api, status="in_progress", intent=attempt(payment, status="in_progress"))
    assert paths(api) == [payment.session_id, "pi_1"]
    assert payment.order.is_paid


def test_once_a_session_is_over_only_its_intent_is_asked_about(payment, api):
    pending = attempt(payment, status="pending")
    factories.session_reported(payment, status="finished", intent=pending)
    api.get(f"{factories.INTENTS}/pi_1", json=attempt(payment))
    refresh_payment(payment=payment, client=fintoc(), cause="test", now=timezone.now())
    assert paths(api) == ["pi_1"]


def test_the_worker_asks_about_a_session_without_an_intent(payment, api):
    url = f"{factories.SESSIONS}/{payment.session_id}"
    api.get(url, json=factories.session(payment, status="expired"))
    refresh_due(payment=payment, client=fintoc(), now=timezone.now())
    payment.refresh_from_db()
    assert payment.status == "expired"


def test_a_session_fintoc_forgot_does_not_keep_its_intent_from_being_asked_about(payment, api):
    begun = attempt(payment, status="in_progress")
    factories.session_reported(payment, status="in_progress", intent=begun)
    api.get(f"{factories.SESSIONS}/{payment.session_id}", json=NO_SUCH, status=404)
    api.get(f"{factories.INTENTS}/pi_1", json=attempt(payment))
    refresh_payment(payment=payment, client=fintoc(), cause="test", now=timezone.now())
    payment.order.refresh_from_db()
    assert payment.order.is_paid and not Alert.objects.exists()


def test_a_session_fintoc_forgot_before_anybody_began_is_told_to_staff(payment, api):
    api.get(f"{factories.SESSIONS}/{payment.session_id}", json=NO_SUCH, status=404)
    refresh_payment(payment=payment, client=fintoc(), cause="test", now=timezone.now())
    payment.refresh_from_db()
    assert (payment.due_at, payment.is_current) == (None, False)
    alert = Alert.objects.get()
    assert (alert.kind, alert.subject) == ("missing", payment.session_id)


def test_a_session_that_cannot_be_asked_about_stays_on_the_schedule(payment, api):
    api.get(f"{factories.SESSIONS}/{payment.session_id}", status=503)
    with pytest.raises(FintocError):
        refresh_payment(payment=payment, client=fintoc(), cause="test", now=timezone.now())
    payment.refresh_from_db()
    assert payment.status == "created" and payment.due_at > timezone.now()


def test_a_session_that_lives_for_a_day_is_asked_about_every_hour():
    made_at = timezone.now() - timedelta(hours=3)
    ends_at = made_at + timedelta(days=1)
    payment = factories.hosted_payment(
        factories.order(), now=made_at, expires_at=ends_at.isoformat()
    )
    assert payment.next_ask(timezone.now()) <= timezone.now() + timedelta(hours=1)


def test_staff_who_ask_again_ask_about_a_session_without_an_intent(payment, api):
    url = f"{factories.SESSIONS}/{payment.session_id}"
    api.get(url, json=factories.session(payment, status="finished", intent=attempt(payment)))
    api.get(f"{factories.INTENTS}/pi_1", json=attempt(payment))
    asked = ask_again(order=payment.order, client=fintoc(), cause="staff", now=timezone.now())
    payment.order.refresh_from_db()
    assert asked == 1 and payment.order.is_paid


# --- Canceling ---


def cancel(order):
    return cancel_order(order_id=order.pk, client=fintoc(), cause="shopper", now=timezone.now())


def test_a_canceled_orders_session_is_ended_first(payment, api):
    url = f"{factories.SESSIONS}/{payment.session_id}"
    api.get(url, json=factories.session(payment))
    api.post(f"{url}/expire", json=factories.session(payment, status="expired"), status=201)
    assert cancel(payment.order) is Cancellation.CANCELED
    payment.refresh_from_db()
    assert payment.session_status == "expired"


def test_an_order_is_not_canceled_when_somebody_began_to_pay_this_moment(payment, api):
    url = f"{factories.SESSIONS}/{payment.session_id}"
    begun = attempt(payment, status="in_progress")
    api.get(url, json=factories.session(payment))
    api.post(f"{url}/expire", json=NO_SUCH, status=400)
    api.get(url, json=factories.session(payment, status="in_progress", intent=begun))
    api.get(f"{factories.INTENTS}/pi_1", json=begun)
    assert cancel(payment.order) is Cancellation.RUNNING


def test_a_lost_session_keeps_no_order_from_being_canceled(order, api):
    """Nobody ever got its page, and Fintoc's list of intents has none of it."""
    Payment.open_hosted(order=order, now=timezone.now())
    api.get(factories.INTENTS, json=[])
    assert cancel(order) is Cancellation.CANCELED


def test_money_for_a_lost_session_is_found_in_the_list_by_its_mark(order):
    payment = Payment.open_hosted(order=order, now=timezone.now())
    intent = read_payment_intent(attempt(payment))
    record_result(intent=intent, mode="", cause="list", asked=True, now=timezone.now())
    order.refresh_from_db()
    assert order.is_paid
