"""No webhook ever comes, Fintoc answers five questions a second: every order is right anyway."""

import time

import pytest

from tests.faults import books
from tests.faults.processes import until
from tests.faults.scale import scaled

pytestmark = pytest.mark.unhurried

ORDERS, UNANSWERED = scaled(500, 20), scaled(20, 3)
LIMIT = 5  # requests a second, of all kinds
CYCLE = 600.0  # seconds between two readings of Fintoc's list
ENDS = ["succeed", "succeed", "succeed", "fail", "reject"]


def place(shop):
    """Orders with a payment each; of some, the shop never got Fintoc's answer to the create."""
    shop.place(ORDERS - UNANSWERED)
    shop.fintoc.switch(lost_answers_next=1_000_000, only_creates_fail=True)
    shop.place(UNANSWERED)
    shop.fintoc.switch(lost_answers_next=0, only_creates_fail=False)
    for number, intent in enumerate(shop.fintoc.intents()):
        shop.fintoc.decide(intent["id"], ENDS[number % len(ENDS)])


def test_every_order_is_right_when_all_webhooks_are_dropped(postgresql_shop, line, record):
    shop = postgresql_shop
    shop.env["FINTOC_API_URL"] = line.url
    place(shop)
    assert books.check(shop).lost >= ORDERS, "nobody has told the shop yet"
    shop.fintoc.switch(rate_limit=LIMIT)
    line.requests.clear()
    began_at = time.monotonic()
    shop.start_worker()

    until(lambda: not unfinished(shop), seconds=2 * CYCLE, what="all are right", pause=1)
    took = time.monotonic() - began_at
    fastest = line.most_per_second()
    shop.fintoc.switch(rate_limit=0)
    found = books.check(shop)
    shop.ledger()
    record(
        "all webhooks dropped",
        injected=f"{ORDERS} orders, of {UNANSWERED} even the create's answer, "
        f"API limited to {LIMIT}/s",
        survived=f"{ORDERS - found.lost} of {ORDERS} right after {took:.0f} s",
        figure=f"{found.lost} wrong, at most {fastest} questions in a second, ledger balanced",
        asked=f"{ORDERS}/{ORDERS} within two reconcile cycles ({2 * CYCLE:.0f} s)",
        is_met=found.are_right and took <= 2 * CYCLE and fastest <= LIMIT,
        letters="C10 B13",
    )


def unfinished(shop):
    sql = "SELECT 1 FROM orders_payment WHERE status IN ('created', 'in_progress', 'pending')"
    return shop.database.rows(sql)


def test_workers_that_keep_no_pace_are_found_out(postgresql_shop, line):
    """The negative control: together they ask faster than Fintoc allows."""
    shop = postgresql_shop
    shop.env["FINTOC_API_URL"] = line.url
    for order in shop.place(40):
        shop.fintoc.decide(order["intent_id"], "succeed")
    shop.database.rows("UPDATE orders_payment SET due_at = created_at")
    line.requests.clear()
    for _number in range(3):
        shop.start_careless_worker("keeps_no_pace")
    until(lambda: not unfinished(shop), seconds=120, what="all are right")

    assert line.most_per_second() > LIMIT
