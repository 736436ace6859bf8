"""200 clients that send a line a second, through the documented proxy (A8)."""

import pytest

from tests.deploy.load import Door, Kept, SlowSockets, at_rates

pytestmark = pytest.mark.deployed
SLOW, SECONDS = 200, 8


def test_200_slow_sockets_keep_no_shopper_waiting(start, proxy, fintoc):
    door = Door(f"http://localhost:{proxy}", fintoc)
    start()
    door.look(Kept())

    with SlowSockets("localhost", proxy, number=SLOW):
        kept = at_rates({"looks": (5, door.look), "webhooks": (5, door.tell)}, seconds=SECONDS)

    for name, each in kept.items():
        print(f"{name} beside {SLOW} slow sockets: {each}")
        assert each.failures == []
        assert each.percentile(0.99) <= 1


def test_control_without_the_proxy_they_do(start, held, fintoc):
    """gunicorn alone waits for each of them: this is why the proxy is not optional."""
    port = held.getsockname()[1]
    door = Door(f"http://localhost:{port}", fintoc, patience=5)
    start()
    until_up = Door(door.url, fintoc)
    until_up.look(Kept())

    with SlowSockets("localhost", port, number=SLOW):
        kept = at_rates({"looks": (5, door.look)}, seconds=3)

    assert kept["looks"].failures or kept["looks"].percentile(0.99) > 1
