"""Another program holds the database for 10 s, and for 60 s, while Fintoc tells of payments."""

import time

import pytest

from tests.faults import books, events
from tests.faults.deliverer import Deliverer
from tests.faults.scale import scaled

pytestmark = pytest.mark.unhurried

ORDERS = scaled(20, 5)
SHORT, LONG = 10.0, scaled(60, 26)
PATIENCE = 22.0  # seconds until a 503: SQLite waits 20 for its turn


@pytest.mark.parametrize("seconds", [SHORT, LONG])
def test_a_locked_database_is_waited_for_or_503_and_nothing_is_lost(shop, seconds, record):
    told = events.of_payments(shop, shop.place(ORDERS))
    shop.start_web()
    deliverer = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"])
    with shop.database.locked():
        deliverer.begin(told)
        time.sleep(seconds)
        meanwhile = dict(deliverer.answers)
    deliverer.finish(seconds=120)

    found = books.check(shop, deliverer.acknowledged)
    shop.ledger()
    slowest = max(took for _at, took in deliverer.seconds)
    record(
        f"a lock held {seconds:.0f} s, {shop.database.name}",
        injected=f"another program's lock under {len(told)} events",
        survived=f"{meanwhile.get(503, 0)} × 503 meanwhile, then all {len(told)} acknowledged",
        figure=f"{found.lost} lost, {found.doubled} doubled, slowest answer {slowest:.1f} s",
        asked="waited for, or 503; recovers, 0 lost",
        is_met=found.are_right
        and 200 not in meanwhile
        and set(deliverer.answers) <= {200, 503}
        and slowest <= PATIENCE,
        letters="C7",
    )


def test_a_shop_that_acknowledges_whatever_happens_is_found_out(postgresql_shop):
    """The negative control: what came while the lock was held is gone."""
    shop = postgresql_shop
    told = events.of_payments(shop, shop.place(2))
    shop.start_web(application="tests.faults.careless:acknowledges_whatever_happens")
    deliverer = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"])
    with shop.database.locked():
        deliverer.deliver(told, seconds=120)

    assert books.check(shop, deliverer.acknowledged).lost > 0
