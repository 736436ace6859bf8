"""Each decision about a payment, at the shop."""

import pytest


def test_payment_succeed(opened):
    opened.press_on_payment("succeed")
    opened.becomes("succeeded")

    assert (opened.screen, opened.confirmations) == ("paid", 1)


@pytest.mark.parametrize("reason", ["mfa_locked", "a_reason_of_next_year"])
def test_payment_fail_for_any_reason(opened, reason):
    opened.press_on_payment("fail", reason=reason)
    opened.becomes("failed")

    assert (opened.payment.error_reason, opened.screen) == (reason, "failed")


def test_payment_reject(opened):
    opened.press_on_payment("reject")
    opened.becomes("rejected")

    assert opened.screen == "failed"


@pytest.mark.parametrize("name", ["hold", "require_action"])
def test_payment_hold_and_require_action(opened, name):
    opened.press_on_payment(name)
    opened.becomes("pending")

    assert opened.screen == "pending"


def test_payment_resolve(opened):
    opened.press_on_payment("hold")
    opened.becomes("pending")
    opened.press_on_payment("resolve")
    opened.becomes("succeeded")

    assert opened.timeline == ["created", "pending", "succeeded"]
    assert opened.screen == "paid"


def test_payment_expire(opened):
    opened.press_on_payment("expire")
    opened.answers(200)

    assert (opened.payment.status, opened.status, opened.screen) == ("expired", "created", "review")
    assert opened.open().payment.pk != opened.payments[0].pk


def test_payment_jump_ends_a_window(opened):
    opened.press_on_payment("jump")
    opened.answers(200)

    assert opened.payment.status == "expired"


def test_payment_jump_leaves_what_was_pending_unresolved(opened):
    opened.press_on_payment("hold")
    opened.becomes("pending")
    opened.press_on_payment("jump")
    opened.becomes("failed")

    assert opened.alerts == ["unresolved"]
    assert opened.screen == "unresolved"


@pytest.mark.parametrize("name", ["money.amount", "money.currency"])
def test_other_money_is_for_staff(opened, name):
    opened.press_on_payment(name)
    opened.answers(200)
    assert (opened.heard, opened.status) == (["differs"], "created")

    opened.ask()
    assert (opened.status, opened.alerts) == ("created", ["mismatch"])
    assert (opened.screen, opened.confirmations) == ("reviewing", 0)


def test_a_press_that_comes_too_late_changes_nothing(opened):
    opened.press_on_payment("succeed")
    opened.becomes("succeeded")
    opened.press_on_payment("fail")
    opened.answers(200)

    assert opened.status == "succeeded"
