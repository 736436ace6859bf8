"""PostgreSQL stopped as if the plug were pulled, three times, while Fintoc tells of payments."""

import time

from tests.faults import books, events
from tests.faults.deliverer import Deliverer
from tests.faults.processes import until
from tests.faults.scale import scaled

ORDERS, STOPS = scaled(600, 40), 3
AWAY = 2.0  # seconds
NO_SYNC = "ALTER SYSTEM SET synchronous_commit = off"
LATE_WRITER = "ALTER SYSTEM SET wal_writer_delay = '10s'"


def stop_and_start(shop, deliverer):
    """Return the seconds from its return to the first event that was acknowledged again."""
    shop.database.stop_at_once()
    time.sleep(AWAY)
    before = len(deliverer.acknowledged)
    shop.database.start()
    began_at = time.monotonic()
    until(lambda: len(deliverer.acknowledged) > before, seconds=30, what="it works again")
    return time.monotonic() - began_at


def test_what_was_acknowledged_is_there_after_postgresql_stopped_at_once(postgresql_shop, record):
    shop = postgresql_shop
    told = events.of_payments(shop, shop.place(ORDERS))
    shop.start_web()
    shop.start_worker()
    deliverer = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"])
    deliverer.begin(told)
    recovered = []
    for number in range(STOPS):
        left = len(told) * (STOPS - number) // (STOPS + 1)
        until(lambda left=left: deliverer.left <= left, seconds=120, what="load", pause=0.01)
        recovered.append(stop_and_start(shop, deliverer))
    deliverer.finish(seconds=300)

    found = books.check(shop, deliverer.acknowledged)
    shop.ledger()
    refused = sum(times for status, times in deliverer.answers.items() if status not in (0, 200))
    record(
        "PostgreSQL stopped at once under load",
        injected=f"{STOPS} × pg_ctl stop -m immediate over {len(told):,} events",
        survived=f"{len(deliverer.acknowledged):,} of {len(told):,} acknowledged events present",
        figure=f"{found.lost} lost, {found.doubled} doubled, {refused} × 503, "
        f"up again in {max(recovered):.1f} s at most",
        asked="every acknowledged event present, only 503 meanwhile",
        is_met=found.are_right and refused > 0 and set(deliverer.answers) <= {200, 503},
        letters="C3",
    )


def test_a_database_that_syncs_later_is_found_out(postgresql_shop):
    """The negative control: acknowledged events are gone with the plug."""
    shop = postgresql_shop
    told = events.of_payments(shop, shop.place(20))
    shop.database.rows(NO_SYNC)
    shop.database.rows(LATE_WRITER)
    shop.database.stop_at_once()
    shop.database.start()
    web = shop.start_web()
    deliverer = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"])
    deliverer.deliver(told)
    shop.database.stop_at_once()
    web.end()
    shop.database.start()

    assert books.check(shop, deliverer.acknowledged).lost > 0
