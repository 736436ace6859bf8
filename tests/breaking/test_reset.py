"""The button that forgets everything, at the shop: Fintoc then knows nothing it is asked about."""


def test_reset_leaves_the_order_as_it_was_and_staff_are_told_what_is_missing(opened):
    opened.press("reset")
    assert opened.intents() == []
    opened.ask()

    assert (opened.status, opened.alerts) == ("created", ["missing"])
    assert opened.payment.due_at is None  # it is not asked about again
    assert opened.confirmations == 0


def test_reset_does_not_undo_what_was_paid(opened):
    opened.press_on_payment("succeed")
    opened.becomes("succeeded")
    opened.press("reset")
    opened.ask()

    assert (opened.status, opened.screen) == ("succeeded", "paid")
