"""A session's webhook before the answer to its create, and two of its intents that both succeed."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from fintoc_client.client import FintocClient
from fintoc_client.objects import read_checkout_session
from orders import results
from orders.models import Order, Payment
from orders.opening import open_payment
from tests import factories
from tests.figures.counting import alerts, confirmations, transitions
from tests.races import all_read_before_any_writes, at_once, together, unprotected

pytestmark = pytest.mark.django_db(transaction=True)

ORDERS = 50


def finished(session, number, *, metadata):
    """Fintoc's event that a session is over, and its intent of that number paid."""
    intent = {
        "id": f"pi_{session['id']}_{number}",
        "object": "payment_intent",
        "amount": session["amount"],
        "currency": session["currency"],
        "status": "succeeded",
        "mode": "test",
        "metadata": metadata,
    }
    over = {**session, "status": "finished", "payment_resource": {"payment_intent": intent}}
    return factories.event(over, type="checkout_session.finished")


class PaidBeforeItAnswers(FintocClient):
    """The session is paid, and the shop told of it, before its create is answered."""

    def create_checkout_session(self, *, body, idempotency_key, deadline=8.0):
        facts = {"id": f"cs_{idempotency_key}", "status": "created", "mode": "test"}
        session = {**json.loads(body), **facts, "redirect_url": "https://pay.example.com/"}
        assert factories.signed_post(Client(), finished(session, 1, metadata={})).status_code == 200
        return read_checkout_session(session)


def orders_paid_early(*, orders):
    mug = factories.product(stock=orders)
    fintoc = PaidBeforeItAnswers(secret_key="sk_test_tests", api_url="http://127.0.0.1:9")
    placed = [factories.order(products=[mug]) for _ in range(orders)]
    for order in placed:
        open_payment(order_id=order.pk, client=fintoc, now=timezone.now())
    return {order.status for order in Order.objects.all()}


@pytest.fixture
def redirecting(settings):
    settings.PAYMENT_FLOW = "redirect"


def test_the_webhook_before_the_answer_pays_every_order_once(redirecting):
    assert orders_paid_early(orders=ORDERS) == {"succeeded"}

    assert transitions() == confirmations() == Payment.objects.count() == ORDERS


def test_without_our_mark_on_the_session_the_early_webhook_is_not_matched(redirecting, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(results, "marked_reference", lambda _metadata: None)

    assert orders_paid_early(orders=3) == {"created"}


def both_paid(*, orders):
    """Per order the posts of two events of its session, each with an intent that succeeded."""
    mug = factories.product(stock=orders)
    pairs = []
    for _ in range(orders):
        payment = factories.hosted_payment(factories.order(products=[mug]))
        session = factories.session(payment)
        events = [finished(session, number, metadata={}) for number in (1, 2)]
        pairs.append(
            [
                lambda event=event: factories.signed_post(Client(), event).status_code
                for event in events
            ]
        )
    return pairs


def test_two_intents_of_one_session_at_once_confirm_once_and_alert_once():
    jobs = [job for pair in both_paid(orders=ORDERS) for job in together(pair)]

    assert set(at_once(jobs, threads=8)) == {200}

    assert transitions() == confirmations() == alerts("duplicate_payment") == ORDERS
    assert Payment.objects.filter(status="succeeded").count() == 2 * ORDERS  # none is lost


def test_without_locks_the_money_of_one_of_the_two_is_lost():
    """The negative control: each takes itself for the session's first intent."""
    (pair,) = both_paid(orders=1)

    with unprotected(), all_read_before_any_writes(Payment, "differs_from", readers=2):
        at_once(pair, threads=2)

    assert Payment.objects.filter(status="succeeded").count() == 1
    assert alerts("duplicate_payment") == 0
