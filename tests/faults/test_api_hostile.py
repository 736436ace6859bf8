"""Something else answers in Fintoc's place: it leads elsewhere, shows any certificate, or explodes.

The secret key goes with every request, so nobody else may ever get one.
"""

import time

import pytest

from tests.faults import hostile
from tests.faults.memory import Peak
from tests.faults.scale import scaled
from tests.faults.shoppers import Shoppers
from tests.fintoc_client.fault_server import FaultServer, answering

pytestmark = [
    pytest.mark.unhurried,
    pytest.mark.parametrize("database", ["sqlite"], indirect=True),
]

CLICKS = scaled(10, 3)
PAGE, GROWN = 10.0, 10.0  # seconds, megabytes
LIST_IS_DUE = "UPDATE orders_reconciliation SET due_at = '2020-01-01 00:00:00'"


@pytest.fixture
def elsewhere():
    server = FaultServer(answering(b"{}"))
    yield server
    server.close()


@pytest.fixture
def in_fintocs_place():
    """Start what answers there; it ends with the test."""
    servers = []

    def stand(server):
        servers.append(server)
        return server

    yield stand
    for server in servers:
        server.close()


def click(shop, server, application="config.wsgi"):
    """Clicks on a shop whose Fintoc is that server; who clicked, and how much memory it took."""
    shop.env["FINTOC_API_URL"] = server.url
    orders = shop.place(CLICKS + 1, pay=False)
    web = shop.start_web(application=application)
    shoppers = Shoppers(shop, orders, rate=1)
    shoppers.click(orders.pop())  # what a worker needs once, it has then
    shoppers.click(orders[0])
    peak = Peak(web)
    for order in orders:
        shoppers.click(order)
    return shoppers, peak.megabytes()


def record_clicks(record, fault, shoppers, grown, leaked):
    record(
        f"in Fintoc's place: {fault}",
        injected=f"{sum(shoppers.answers.values())} clicks",
        survived=f"pages answered {dict(shoppers.answers)} within {max(shoppers.seconds):.1f} s",
        figure=f"secret key sent elsewhere {leaked} times, memory + {grown:.1f} MB at its peak",
        asked=f"0 times, refused within {PAGE:.0f} s, + {GROWN:.0f} MB",
        is_met=set(shoppers.answers) == {503}
        and max(shoppers.seconds) <= PAGE
        and not leaked
        and grown <= GROWN,
        letters="D8",
    )


def test_a_redirect_to_another_host_is_not_followed(shop, in_fintocs_place, elsewhere, record):
    server = in_fintocs_place(FaultServer(hostile.redirecting(elsewhere)))

    shoppers, grown = click(shop, server)

    assert server.requests
    record_clicks(record, "a redirect elsewhere", shoppers, grown, len(elsewhere.requests))


def test_a_certificate_nobody_vouches_for_is_not_believed(shop, in_fintocs_place, record):
    server = in_fintocs_place(hostile.TlsServer(shop.folder))

    shoppers, grown = click(shop, server)

    record_clicks(record, "a self-signed certificate", shoppers, grown, len(server.requests))


def test_a_gigabyte_in_a_megabyte_of_gzip_is_not_unpacked(shop, in_fintocs_place, record):
    server = in_fintocs_place(FaultServer(hostile.exploding()))

    shoppers, grown = click(shop, server)

    assert server.requests
    record_clicks(record, "a gzip of 1 GB in 1 MB", shoppers, grown, 0)


def test_a_shop_that_unpacks_it_is_found_out(shop, in_fintocs_place):
    """The negative control: a hundred megabytes of it are in memory."""
    server = in_fintocs_place(FaultServer(hostile.exploding()))

    _shoppers, grown = click(shop, server, "tests.faults.careless:believes_any_length")

    assert grown > GROWN


def test_a_next_page_on_another_host_is_not_read(shop, in_fintocs_place, elsewhere, record):
    server = in_fintocs_place(FaultServer(hostile.leading(elsewhere)))
    shop.env["FINTOC_API_URL"] = server.url
    shop.run("manage.py", "worker", "--once")
    began_at = time.monotonic()
    for _number in range(CLICKS):
        shop.database.rows(LIST_IS_DUE)
        shop.run("manage.py", "worker", "--once")
    took = (time.monotonic() - began_at) / CLICKS

    assert len(server.requests) >= CLICKS
    record(
        "in Fintoc's place: a next page elsewhere",
        injected=f"Fintoc's list read {len(server.requests)} times",
        survived=f"a worker's turn over after {took:.1f} s, its start included",
        figure=f"secret key sent elsewhere {len(elsewhere.requests)} times",
        asked="0 times",
        is_met=not elsewhere.requests,
        letters="D8",
    )
