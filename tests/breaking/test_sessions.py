"""Each decision about a checkout session, at a shop that sends its shoppers to Fintoc's page."""

import pytest


@pytest.fixture
def away(shop, settings):
    """The shopper is on the page that Fintoc hosts."""
    settings.PAYMENT_FLOW = "redirect"
    shop.open()
    assert shop.payment.session_id and not shop.payment.intent_id
    return shop


def press(shop, name, **form):
    """A button of the payment's session."""
    shop.press(f"checkout_sessions/{shop.payment.session_id}/{name}", **form)


def told(shop):
    """The types of what Fintoc told, oldest first."""
    return [event["type"] for event in reversed(shop.events())]


def test_session_start(away):
    press(away, "start")
    (intent,) = away.intents()
    away.ask()

    assert away.payment.intent_id == intent["id"]
    assert (away.status, away.confirmations) == ("created", 0)


def test_session_succeed(away):
    press(away, "succeed")
    away.becomes("succeeded")
    away.answers(200, 200)

    assert told(away) == ["payment_intent.succeeded", "checkout_session.finished"]
    assert (away.screen, away.confirmations) == ("paid", 1)
    assert len(away.payments) == 1


@pytest.mark.parametrize("reason", ["mfa_locked", "a_reason_of_next_year"])
def test_session_fail_is_finished_and_not_paid(away, reason):
    press(away, "fail", reason=reason)
    away.becomes("failed")
    away.answers(200, 200)

    assert told(away)[-1] == "checkout_session.finished"
    assert (away.payment.error_reason, away.screen) == (reason, "failed")
    assert away.confirmations == 0


def test_session_reject(away):
    press(away, "reject")
    away.becomes("rejected")

    assert (away.screen, away.confirmations) == ("failed", 0)


@pytest.mark.parametrize("name", ["hold", "require_action"], ids=lambda name: f"session.{name}")
def test_session_hold_and_require_action_are_finished_and_wait(away, name):
    press(away, name)
    away.becomes("pending")
    away.answers(200, 200)

    assert told(away)[-1] == "checkout_session.finished"
    assert (away.screen, away.confirmations) == ("pending", 0)


@pytest.mark.parametrize("name", ["expire", "jump"], ids=lambda name: f"session.{name}")
def test_session_expire_and_jump_leave_the_order_to_be_paid(away, name):
    press(away, name)
    away.answers(200)

    assert told(away) == ["checkout_session.expired"]
    assert (away.payment.status, away.status, away.screen) == ("expired", "created", "review")
    away.open()
    first, second = away.payments
    assert first.session_id != second.session_id and second.is_current
