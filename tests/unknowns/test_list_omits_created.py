"""Does the list of payment intents have those nobody has begun to pay?"""

import pytest

from orders.account import fintoc
from orders.opening import Verdict

POSITIONS = pytest.mark.parametrize("omits", [False, True])


@POSITIONS
def test_a_payment_whose_answer_was_lost_is_found_without_the_list(shop, simulator, omits):
    simulator.switch(list_omits_created=omits)
    lost = shop.open_while_fintoc_is_away()
    made = shop.send_as_the_shop_did(lost).json()
    opening = shop.open()

    assert (opening.verdict, opening.payment) == (Verdict.PAY, lost)
    assert opening.payment.intent_id == made["id"]
    assert len(shop.payments()) == 1


@POSITIONS
def test_the_list_has_every_payment_that_anybody_paid(shop, simulator, omits):
    simulator.switch(list_omits_created=omits)
    payment = shop.open().payment
    listed = [intent.id for intent in fintoc().list_payment_intents()]
    assert listed == ([] if omits else [payment.intent_id])

    simulator.decide({"id": payment.intent_id}, "succeed")
    (found,) = fintoc().list_payment_intents()
    assert (found.id, found.status) == (payment.intent_id, "succeeded")
    shop.refresh(payment)
    assert shop.order.is_paid
