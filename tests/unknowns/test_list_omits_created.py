"""Does the list of payment intents have those nobody has begun to pay?"""

import pytest
from django.utils import timezone

from orders.account import fintoc
from orders.expiry import Cancellation, cancel_order
from orders.models import Alert
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


def cancel(shop):
    return cancel_order(
        order_id=shop.order.pk, client=fintoc(), cause="shopper", now=timezone.now()
    )


@POSITIONS
def test_an_order_is_not_canceled_while_a_lost_payment_is_at_the_bank(shop, simulator, omits):
    simulator.switch(list_omits_created=omits)
    made = shop.send_as_the_shop_did(shop.open_while_fintoc_is_away()).json()
    simulator.decide(made, "hold")

    assert cancel(shop) is Cancellation.TOO_LATE
    (payment,) = shop.payments()
    assert (payment.intent_id, payment.status) == (made["id"], "pending")


@POSITIONS
def test_money_for_a_lost_payment_of_a_canceled_order_reaches_staff(
    shop, simulator, receiver, client, omits
):
    simulator.switch(list_omits_created=omits)
    made = shop.send_as_the_shop_did(shop.open_while_fintoc_is_away()).json()
    assert cancel(shop) is Cancellation.CANCELED
    simulator.decide(made, "succeed")

    assert shop.hear(client, receiver.wait_for(1)[0]).status_code == 200
    assert Alert.objects.get().kind == Alert.PAID_AFTER_CANCEL
    assert shop.payments()[0].has_succeeded
