"""Is a 500 stored under its key, as Fintoc says, and what of an answer that never came?"""

from orders.opening import Verdict


def test_a_stored_500_takes_another_key(shop, simulator):
    simulator.switch(errors_next=1, error_is_stored=True)
    assert shop.open().verdict is Verdict.UNAVAILABLE
    opening = shop.open()

    stuck, current = shop.payments()
    assert (opening.verdict, opening.payment) == (Verdict.PAY, current)
    assert not stuck.is_current
    assert [intent["id"] for intent in shop.intents()] == [current.intent_id]


def test_a_500_that_is_not_stored_is_over_with_the_resend(shop, simulator):
    simulator.switch(errors_next=1, error_is_stored=False)

    assert shop.open().verdict is Verdict.PAY
    assert len(shop.payments()) == len(shop.intents()) == 1


def test_a_lost_answer_is_told_again_to_the_resend(shop, simulator):
    simulator.switch(lost_answers_next=1)
    opening = shop.open()

    assert opening.verdict is Verdict.PAY
    assert [intent["id"] for intent in shop.intents()] == [opening.payment.intent_id]


def test_while_fintoc_is_down_nothing_is_opened_and_afterwards_one(shop, simulator):
    simulator.switch(is_down=True)
    assert shop.open().verdict is Verdict.UNAVAILABLE
    simulator.switch(is_down=False)

    assert shop.open().verdict is Verdict.PAY
    assert len(shop.payments()) == len(shop.intents()) == 1
