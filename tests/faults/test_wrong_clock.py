"""The shop's clock is minutes or a day off: its orders get right by asking, and staff are told."""

import time

import pytest

from tests.faults import books, events
from tests.faults.clock import clock_off
from tests.faults.deliverer import Deliverer
from tests.faults.processes import until
from tests.faults.scale import scaled

pytestmark = pytest.mark.unhurried

ORDERS = scaled(40, 5)
CLOCKS = {"10 min fast": 600, "10 min slow": -600, "a day fast": 86_400, "a day slow": -86_400}
ASKED_WITHIN = 300.0  # seconds
UNFINISHED = "SELECT 1 FROM orders_payment WHERE status IN ('created', 'in_progress', 'pending')"
ALERTS = "SELECT 1 FROM orders_alert WHERE subject = 'clock' AND resolved_at IS NULL"
ENDS = "SELECT intent_id, status FROM orders_payment ORDER BY id"


@pytest.mark.parametrize("clock", CLOCKS)
def test_orders_get_right_by_asking_while_the_clock_is(clock, postgresql_shop, record):
    shop = postgresql_shop
    shop.env.update(clock_off(CLOCKS[clock]))
    told = events.of_payments(shop, shop.place(ORDERS))
    web = shop.start_web()
    deliverer = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"])
    deliverer.insists = False
    deliverer.deliver(told)
    worker = shop.start_worker()
    began_at = time.monotonic()
    until(lambda: not shop.database.rows(UNFINISHED), seconds=ASKED_WITHIN, what="asked about all")
    took = time.monotonic() - began_at
    alerts, ends = len(shop.database.rows(ALERTS)), shop.database.rows(ENDS)
    worker.end()
    web.end()

    for name in clock_off(0):  # somebody puts the clock right, and Fintoc tells again
        del shop.env[name]
    shop.start_web()
    again = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"])
    again.deliver(told)

    found = books.check(shop, again.acknowledged)
    shop.ledger()
    moved = sum(
        before != after for before, after in zip(ends, shop.database.rows(ENDS), strict=True)
    )
    record(
        f"clock {clock}",
        injected=f"{len(told)} events refused ({deliverer.answers[400]} × 400), {ORDERS} orders",
        survived=f"{ORDERS} of {ORDERS} orders final {took:.0f} s later, by asking",
        figure=f"{alerts} alert, {moved} states moved once the clock was right, "
        f"{found.lost} lost, {found.doubled} doubled",
        asked="final through asking, an alert, no state moves back",
        is_met=found.are_right and alerts == 1 and not moved and set(deliverer.answers) == {400},
        letters="C11 A2",
    )


def test_a_shop_that_never_asks_is_found_out(postgresql_shop):
    """The negative control: its webhooks are refused, and nothing else would tell it."""
    shop = postgresql_shop
    shop.env.update(clock_off(CLOCKS["a day fast"]))
    shop.place(1)
    shop.fintoc.decide(shop.fintoc.intents()[0]["id"], "succeed")
    shop.start_careless_worker("asks_nobody")
    time.sleep(15)

    assert shop.database.rows(UNFINISHED) and not shop.database.rows(ALERTS)
