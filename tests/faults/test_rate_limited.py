"""Fintoc answers 429 to everything, for a while: the queue waits, no page does."""

import time
from itertools import pairwise

import pytest

from tests.faults import books
from tests.faults.processes import until
from tests.faults.scale import scaled
from tests.faults.shoppers import Shoppers

pytestmark = pytest.mark.unhurried

PAUSES = (1, 2, 4, 8, 16)[: scaled(5, 3)]  # docs: /guides/home/api-rate-limits
PAYMENTS, CLICKS = 8, 5
PAGE = 3.0  # seconds at most: it does not wait for a limit to pass
FOREVER = 1_000_000
ALL_ARE_DUE = "UPDATE orders_payment SET due_at = created_at WHERE intent_id IS NOT NULL"
UNFINISHED = "SELECT 1 FROM orders_payment WHERE intent_id IS NOT NULL AND status = 'created'"


@pytest.fixture
def limited_shop(postgresql_shop, line):
    """Payments that have to be asked about, and a Fintoc that answers 429."""
    shop = postgresql_shop
    shop.env["FINTOC_API_URL"] = line.url
    for order in shop.place(PAYMENTS):
        shop.fintoc.decide(order["intent_id"], "succeed")
    shop.database.rows(ALL_ARE_DUE)
    shop.fintoc.switch(rate_limited_next=FOREVER)
    line.requests.clear()
    return shop


def gaps(line):
    return [later - earlier for earlier, later in pairwise(sorted(line.requests))]


def test_the_queue_waits_for_a_limit_to_pass_and_pages_do_not(limited_shop, line, record):
    shop = limited_shop
    shop.start_worker()
    until(lambda: len(gaps(line)) >= len(PAUSES), seconds=120, what="asked again and again")
    paused = gaps(line)[: len(PAUSES)]
    unpaid = shop.place(CLICKS, pay=False)
    shop.start_web()
    shoppers = Shoppers(shop, unpaid, rate=1)
    line.requests.clear()
    for order in unpaid:
        shoppers.click(order)
    clicked = len(line.requests)
    shop.fintoc.switch(rate_limited_next=0)
    began_at = time.monotonic()
    until(lambda: not shop.database.rows(UNFINISHED), seconds=200, what="asked about all")
    took = time.monotonic() - began_at

    assert not books.check(shop).doubled
    record(
        "a storm of 429",
        injected=f"{PAYMENTS} payments to be asked about, {CLICKS} clicks",
        survived=f"all asked about {took:.0f} s after it",
        figure=f"pauses of {', '.join(f'{gap:.1f}' for gap in paused)} s; pages "
        f"within {max(shoppers.seconds):.1f} s and {clicked / CLICKS:.0f} tries each",
        asked=f"pauses of {', '.join(map(str, PAUSES))} s at least, no page waits",
        is_met=all(gap >= pause for gap, pause in zip(paused, PAUSES, strict=True))
        and set(shoppers.answers) == {503}
        and max(shoppers.seconds) <= PAGE
        and clicked <= 2 * CLICKS + 1,  # and one of the worker's
        letters="D5",
    )


def test_a_worker_that_keeps_no_pace_is_found_out(limited_shop, line):
    """The negative control: it asks again at once."""
    limited_shop.start_careless_worker("keeps_no_pace")
    until(lambda: len(line.requests) >= PAYMENTS, seconds=60, what="asked")

    assert min(gaps(line)) < PAUSES[0]
