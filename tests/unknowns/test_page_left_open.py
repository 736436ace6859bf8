"""A payment page left open while its token ends, another attempt in another tab, and both paid."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from orders.models import Alert
from orders.opening import Verdict
from tests.figures.counting import confirmations
from tests.unknowns.test_intents_expire import POSITIONS

LEFT_OPEN = pytest.mark.parametrize(
    "later", [timedelta(minutes=11), timedelta(hours=2)], ids=["11 minutes", "2 hours"]
)


@pytest.fixture
def left_open(shop, simulator, later, expires):
    """The payment of a page that somebody opened a while ago; its token is over at Fintoc."""
    simulator.switch(intents_expire=expires)
    payment = shop.open().payment
    simulator.decide({"id": payment.intent_id}, "age", seconds=later.total_seconds())
    with time_machine.travel(timezone.now() + later):
        yield payment


def page_of(payment):
    return f"/orders/{payment.order.token}/payments/{payment.reference}/"


@POSITIONS
@LEFT_OPEN
def test_its_page_read_again_leads_to_the_order_and_a_click_to_a_new_payment(
    shop, client, left_open, status
):
    assert client.get(page_of(left_open)).headers["Location"] == f"/orders/{shop.order.token}/"
    opening = shop.open()

    assert opening.verdict is Verdict.PAY
    assert opening.payment != left_open and opening.payment.is_usable(timezone.now())
    assert client.get(page_of(opening.payment)).status_code == 200
    assert len(shop.intents()) == 2


@POSITIONS
@LEFT_OPEN
@pytest.mark.parametrize("first", ["old", "new"])
def test_when_both_are_paid_one_confirms_and_staff_are_told_of_the_other(
    shop, simulator, receiver, client, left_open, status, first
):
    new = shop.open().payment
    pays = [left_open, new] if first == "old" else [new, left_open]
    for payment in pays:
        simulator.decide({"id": payment.intent_id}, "succeed")
        shop.refresh(payment)

    assert shop.order.is_paid and confirmations() == 1
    assert [payment.has_paid for payment in pays] == [True, False]
    (alert,) = Alert.objects.filter(kind="duplicate_payment")
    assert alert.payment == pays[1]
