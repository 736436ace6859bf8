"""Is the widget token in the answer to GET? Fintoc's quickstart shows only the creation's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.opening import Verdict


@pytest.mark.parametrize("again", [False, True])
def test_the_token_of_the_creation_is_kept_and_used_again(shop, simulator, again):
    simulator.switch(token_told_again=again)
    first = shop.open()
    token = first.payment.widget_token
    second = shop.open()

    assert token.startswith(f"{first.payment.intent_id}_sec_")
    assert (second.verdict, second.payment) == (Verdict.PAY, first.payment)
    assert second.payment.widget_token == token
    assert len(shop.intents()) == 1


@pytest.mark.parametrize("again", [False, True])
def test_a_token_told_late_does_not_bring_a_retired_payment_back(shop, simulator, again):
    simulator.switch(token_told_again=again, intents_expire=False)
    first = shop.open().payment
    second = shop.open(now=timezone.now() + timedelta(minutes=11))
    shop.refresh(first)

    assert second.payment != first
    assert not first.is_current
    assert shop.open().payment == second.payment
