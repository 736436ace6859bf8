"""Does a payment intent expire when its widget token does? Fintoc says it of the token only."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from orders.opening import Verdict

POSITIONS = pytest.mark.parametrize(("expires", "status"), [(True, "expired"), (False, "created")])
LATER = timedelta(minutes=11)


def let_it_grow_old(simulator, payment, status):
    simulator.decide({"id": payment.intent_id}, "age", seconds=LATER.seconds)
    for _ in range(100):
        if simulator.retrieve({"id": payment.intent_id})["status"] == status:
            break
        time.sleep(0.02)
    time.sleep(0.2)  # one that is not to expire has had the time to


@POSITIONS
def test_an_old_payment_is_replaced_by_one_that_can_be_paid(shop, simulator, expires, status):
    simulator.switch(intents_expire=expires)
    old = shop.open().payment
    let_it_grow_old(simulator, old, status)
    opening = shop.open(now=timezone.now() + LATER)

    old.refresh_from_db()
    assert old.status == status
    assert opening.verdict is Verdict.PAY
    assert not old.is_current and opening.payment != old
    assert {intent["id"] for intent in shop.intents()} == {
        old.intent_id,
        opening.payment.intent_id,
    }


@POSITIONS
def test_money_that_comes_for_the_old_one_pays_the_order(shop, simulator, expires, status):
    simulator.switch(intents_expire=expires)
    old = shop.open().payment
    let_it_grow_old(simulator, old, status)
    shop.open(now=timezone.now() + LATER)
    simulator.decide({"id": old.intent_id}, "succeed")
    shop.refresh(old)

    assert (old.status, shop.order.is_paid) == ("succeeded", True)
    assert shop.open().verdict is Verdict.ORDER
