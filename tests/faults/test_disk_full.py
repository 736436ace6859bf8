"""The disk fills up while Fintoc tells of payments: 503 until there is room, nothing is half."""

import time

import pytest

from tests.faults import books, events
from tests.faults.databases import KINDS
from tests.faults.deliverer import Deliverer
from tests.faults.processes import until
from tests.faults.scale import scaled
from tests.faults.shop import Shop
from tests.faults.small_disk import SmallDisk

pytestmark = pytest.mark.unhurried

ORDERS = scaled(50, 10)
MEGABYTES = {"sqlite": 12, "postgresql": 160}
UNTIL_ROOM = 60.0  # seconds, at most, until all is heard


@pytest.fixture(params=KINDS)
def disk_shop(request, folder, fintoc):
    """A shop whose database alone is on a small disk."""
    disk = SmallDisk(folder, megabytes=MEGABYTES[request.param])
    database = KINDS[request.param](disk.folder)
    shop = Shop(folder, database, fintoc)
    shop.disk = disk
    try:
        shop.migrate()
        yield shop
    finally:
        shop.end()
        database.end()
        disk.end()


def test_a_full_disk_is_503_until_there_is_room_and_nothing_is_half_written(disk_shop, record):
    shop = disk_shop
    placed = shop.place(ORDERS)
    told = events.of_payments(shop, placed)
    shop.start_web()
    page = f"{shop.url}/orders/{placed[0]['token']}/"
    deliverer = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"])
    shop.disk.fill()
    deliverer.begin(told)
    time.sleep(5)
    refused = dict(deliverer.answers)
    read = shop.fintoc.session.get(page, timeout=30).status_code
    shop.disk.make_room()
    began_at = time.monotonic()
    until(lambda: len(deliverer.acknowledged) == len(told), seconds=UNTIL_ROOM, what="all heard")
    took = time.monotonic() - began_at
    deliverer.finish(seconds=30)

    found = books.check(shop, deliverer.acknowledged)
    shop.ledger()
    assert shop.database.is_sound()
    record(
        f"disk full, {shop.database.name}",
        injected=f"a tmpfs filled to its last byte under {len(told)} events",
        survived=f"{refused.get(503, 0)} × 503 and {refused.get(200, 0)} × 200 meanwhile, "
        f"order page {read}, all heard {took:.0f} s after there was room",
        figure=f"{found.lost} lost, {found.doubled} doubled, database sound",
        asked=f"503, nothing half-written, recovers within {UNTIL_ROOM:.0f} s, 0 lost",
        is_met=found.are_right
        and refused.get(503)
        and set(deliverer.answers) <= {200, 503}
        and not refused.get(200),
        letters="C6",
    )


@pytest.mark.parametrize("disk_shop", ["sqlite"], indirect=True)
def test_a_shop_that_acknowledges_whatever_happens_is_found_out(disk_shop):
    """The negative control: what came while there was no room is gone."""
    shop = disk_shop
    told = events.of_payments(shop, shop.place(3))
    shop.start_web(application="tests.faults.careless:acknowledges_whatever_happens")
    deliverer = Deliverer([shop.port], shop.fintoc.keys["webhook_secret"])
    shop.disk.fill()
    deliverer.deliver(told, seconds=60)
    shop.disk.make_room()

    assert books.check(shop, deliverer.acknowledged).lost > 0
