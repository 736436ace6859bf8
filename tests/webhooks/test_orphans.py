"""An event of ours whose payment never shows up asks staff about its intent, if it may be money."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.models import Alert, Payment
from tests import factories
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost():
    """A payment of ours whose row is gone."""
    payment = Payment.open(order=factories.order(), now=timezone.now())
    Payment.objects.filter(pk=payment.pk).delete()
    return payment


def given_up(client, data, *, type):
    """What staff are asked a day after an event that found no payment."""
    factories.signed_post(client, factories.event(data, type=type))
    row = WebhookEvent.objects.latest("pk")
    assert row.outcome == "parked"
    row.try_later("parked", error="no such payment here", now=row.received_at + timedelta(days=1))
    return list(Alert.objects.values_list("kind", "subject"))


@pytest.mark.parametrize("word", ["succeeded", "pending", "requires_action"])
def test_of_an_intent_that_may_be_money(word, client, lost):
    data = factories.intent(lost, id="pi_lost", status=word)
    assert given_up(client, data, type=f"payment_intent.{word}") == [("orphan", "pi_lost")]


@pytest.mark.parametrize("word", ["failed", "rejected", "expired"])
def test_of_an_intent_that_cannot_be_money_asks_nothing(word, client, lost):
    data = factories.intent(lost, id="pi_lost", status=word)
    assert given_up(client, data, type=f"payment_intent.{word}") == []


def test_of_a_session_is_about_the_intent_in_it(client, lost):
    intent = factories.intent(lost, id="pi_lost", status="succeeded")
    data = factories.session(lost, status="finished", intent=intent)
    asked = given_up(client, data, type="checkout_session.finished")
    assert asked == [("orphan", "pi_lost")]


def test_of_a_session_that_nobody_paid_asks_nothing(client, lost):
    data = factories.session(lost, status="expired")
    assert given_up(client, data, type="checkout_session.expired") == []


def test_of_a_refund_is_about_the_intent_whose_money_went_back(client, lost):
    data = {
        "id": "re_lost",
        "object": "refund",
        "amount": 1_000,
        "currency": "CLP",
        "status": "succeeded",
        "resource_id": "pi_lost",
        "metadata": factories.intent(lost)["metadata"],
    }
    assert given_up(client, data, type="refund.succeeded") == [("orphan", "pi_lost")]
