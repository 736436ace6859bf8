"""How long does a session live: as we ask, a quarter of an hour, or a day?"""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from orders.opening import Verdict
from tests.figures.counting import confirmations

MINUTES = {"as_asked": 30, "fifteen_minutes": 15, "a_day": 24 * 60}
LIVES = pytest.mark.parametrize("life", MINUTES)


@pytest.fixture
def lives(simulator, settings):
    """Put the switch, for a shop that redirects; returns how long the shop may count on."""

    def put(life):
        simulator.switch(session_life=life)
        return timedelta(minutes=MINUTES[life])

    settings.PAYMENT_FLOW, settings.CAN_REDIRECT = "redirect", True
    return put


@LIVES
def test_the_shop_believes_what_the_session_says_of_its_end(shop, lives, life):
    allowed = lives(life)
    payment = shop.open().payment

    told = datetime.fromisoformat(shop.session_of(payment)["expires_at"])
    assert abs(payment.usable_until - told) < timedelta(seconds=1)
    assert abs(payment.usable_until - payment.created_at - allowed) < timedelta(seconds=5)


@LIVES
def test_paid_again_in_its_time_it_leads_to_the_same_page(shop, lives, life):
    allowed = lives(life)
    payment = shop.open().payment

    again = shop.open(now=timezone.now() + allowed - timedelta(minutes=3))

    assert (again.verdict, again.payment) == (Verdict.PAY, payment)


@LIVES
def test_paid_again_after_its_time_the_old_page_is_ended_and_a_new_one_paid(
    shop, simulator, lives, life
):
    allowed = lives(life)
    first = shop.open().payment
    later = timezone.now() + allowed + timedelta(minutes=1)
    lives("as_asked")  # the simulator's clock does not run ahead with the shop's

    second = shop.open(now=later)

    assert second.verdict is Verdict.PAY and second.payment != first
    assert shop.session_of(first)["status"] == "expired"
    simulator.act({"id": second.payment.session_id}, "succeed")
    shop.refresh(second.payment)
    assert shop.order.is_paid and confirmations() == 1
