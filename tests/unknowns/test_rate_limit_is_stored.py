"""Is a 429 stored under its idempotency key, as Fintoc says other errors are?"""

import pytest

from orders.opening import Verdict


def test_a_429_that_is_not_stored_is_over_with_the_resend(shop, simulator):
    simulator.switch(rate_limited_next=1)
    opening = shop.open()

    assert opening.verdict is Verdict.PAY
    assert len(shop.payments()) == len(shop.intents()) == 1


def test_a_429_that_is_stored_takes_another_key(shop, simulator):
    simulator.switch(rate_limited_next=1, rate_limit_is_stored=True)
    assert shop.open().verdict is Verdict.UNAVAILABLE
    opening = shop.open()

    assert opening.verdict is Verdict.PAY
    stuck, current = shop.payments()
    assert (stuck.is_current, opening.payment) == (False, current)
    assert stuck.reference != current.reference
    assert [intent["id"] for intent in shop.intents()] == [current.intent_id]


@pytest.mark.parametrize("is_stored", [False, True])
def test_under_a_lasting_limit_nothing_is_opened_and_afterwards_one(shop, simulator, is_stored):
    simulator.switch(rate_limited_next=4, rate_limit_is_stored=is_stored)
    verdicts = [shop.open().verdict for _ in range(6)]

    assert verdicts[0] is Verdict.UNAVAILABLE
    assert verdicts[-1] is Verdict.PAY
    assert len(shop.intents()) == 1
    assert sum(payment.is_current for payment in shop.payments()) == 1
