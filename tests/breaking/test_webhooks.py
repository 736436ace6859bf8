"""Each way to tell of a payment, at the shop."""

from datetime import datetime

import pytest

from tests.journeys.waiting import eventually
from webhooks.models import WebhookEvent

WITHIN = 10


@pytest.fixture
def paid(opened):
    """The shop knows that it was paid."""
    opened.press_on_payment("hold")
    opened.becomes("pending")
    opened.press_on_payment("resolve")
    opened.becomes("succeeded")
    opened.answers(200, 200)
    return opened


def tell_again(shop, manner):
    """A button of the newest event, which says that it was paid."""
    newest = shop.events()[0]
    assert newest["type"] == "payment_intent.succeeded"
    shop.press(f"events/{newest['id']}/{manner}")


def test_told_twice(opened):
    opened.press_on_payment("told.twice")
    opened.answers(200, 200)

    assert (opened.heard, opened.confirmations) == (["applied"], 1)
    assert opened.timeline == ["created", "succeeded"]


def test_told_delayed(opened):
    opened.press_on_payment("told.delayed")
    opened.becomes("succeeded")

    (intent,) = opened.intents()
    received_at = WebhookEvent.objects.get().received_at
    assert (received_at - datetime.fromisoformat(intent["transaction_date"])).total_seconds() >= 0.2


def test_told_delayed_is_known_earlier_by_asking(opened):
    opened.press_on_payment("told.delayed")
    opened.ask()
    assert opened.status == "succeeded"

    opened.answers(200)
    assert opened.confirmations == 1


def test_told_out_of_order(opened):
    opened.press_on_payment("told.out_of_order")
    opened.answers(200, 200)

    types = WebhookEvent.objects.order_by("pk").values_list("type", flat=True)
    assert [type.partition(".")[2] for type in types] == ["succeeded", "pending"]
    assert opened.timeline == ["created", "succeeded"]
    assert opened.screen == "paid"


def test_told_dropped(opened):
    opened.press_on_payment("told.dropped")
    eventually(opened.events, within=WITHIN, what="the event that is not sent")
    assert (opened.status, opened.heard) == ("created", [])

    opened.ask()
    assert (opened.status, opened.confirmations) == ("succeeded", 1)


@pytest.mark.parametrize("name", ["lie.forged", "lie.stale"])
def test_a_lie_that_is_not_believed(opened, name):
    opened.press_on_payment(name)
    opened.answers(400)

    assert (opened.heard, opened.status, opened.screen) == ([], "created", "review")


@pytest.mark.parametrize("name", ["lie.other_amount", "lie.other_currency"])
def test_a_lie_that_fintoc_is_asked_about(opened, name):
    opened.press_on_payment(name)
    opened.answers(200)
    assert (opened.heard, opened.status) == (["differs"], "created")

    opened.ask()
    assert (opened.status, opened.alerts, opened.screen) == ("created", [], "review")


def test_a_lie_about_another_payment(opened):
    opened.press_on_payment("lie.unknown_intent")
    opened.answers(200)

    assert (opened.heard, opened.status) == (["foreign"], "created")
    assert len(opened.payments) == 1


def test_event_again_brings_what_was_dropped(opened):
    opened.press_on_payment("told.dropped")
    tell_again(opened, "again")
    opened.becomes("succeeded")

    assert opened.confirmations == 1


@pytest.mark.parametrize(("manner", "more"), [("again", 1), ("twice", 2), ("delayed", 1)])
def test_event_again_and_twice_and_delayed(paid, manner, more):
    tell_again(paid, manner)
    paid.answers(*[200] * (2 + more))

    assert (paid.heard, paid.confirmations) == (["applied"] * 2, 1)


def test_event_out_of_order(paid):
    tell_again(paid, "out_of_order")
    paid.answers(*[200] * 4)

    assert paid.timeline == ["created", "pending", "succeeded"]
    assert paid.status == "succeeded"


def test_event_dropped(opened):
    opened.press_on_payment("told.delayed")
    tell_again(opened, "dropped")
    (delivery,) = opened.simulator.deliveries()

    assert (delivery["manner"], delivery["due_at"]) == ("dropped", None)
    assert opened.heard == [] and opened.status == "created"
    opened.ask()
    assert opened.status == "succeeded"


@pytest.mark.parametrize("manner", ["forged", "stale"])
def test_event_forged_and_stale(paid, manner):
    tell_again(paid, manner)
    paid.answers(200, 200, 400)

    assert paid.heard == ["applied"] * 2


@pytest.mark.parametrize("manner", ["other_amount", "other_currency"])
def test_event_other_amount_and_other_currency(paid, manner):
    tell_again(paid, manner)
    paid.answers(200, 200, 200)
    assert paid.heard[-1] == "differs"

    paid.ask()
    assert (paid.status, paid.alerts, paid.screen) == ("succeeded", [], "paid")


def test_event_unknown_intent(paid):
    tell_again(paid, "unknown_intent")
    paid.answers(200, 200, 200)

    assert paid.heard[-1] == "foreign"
    assert (paid.status, paid.confirmations) == ("succeeded", 1)
