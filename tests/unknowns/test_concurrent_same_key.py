"""What happens to a second request while the first one with its key is still under way?"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import sleep

import pytest

from orders.opening import Verdict

SLOW_MS = 700


@contextmanager
def the_first_send_under_way(shop, payment):
    with ThreadPoolExecutor(1) as pool:
        shop.simulator.switch(answer_delay_ms=SLOW_MS)
        first = pool.submit(shop.send_as_the_shop_did, payment)
        sleep(SLOW_MS / 1000 / 3)
        yield first
        first.result()


@pytest.mark.parametrize(
    ("position", "verdict"), [("wait", Verdict.PAY), ("conflict", Verdict.UNAVAILABLE)]
)
def test_a_resend_meets_its_own_first_send_and_one_intent_comes_of_it(
    shop, simulator, position, verdict
):
    simulator.switch(concurrent_same_key=position)
    payment = shop.open_while_fintoc_is_away()
    with the_first_send_under_way(shop, payment) as first:
        assert shop.open().verdict is verdict
        made = first.result().json()

    simulator.switch(answer_delay_ms=0)
    opening = shop.open()
    assert (opening.verdict, opening.payment) == (Verdict.PAY, payment)
    assert opening.payment.intent_id == made["id"]
    assert [intent["id"] for intent in shop.intents()] == [made["id"]]
