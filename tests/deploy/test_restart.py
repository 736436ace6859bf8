"""A shop whose socket is held for it restarts under load, and nobody is turned away (C8)."""

import signal
import threading
import time

import pytest

from tests.deploy.load import Door, Kept, at_rates

pytestmark = pytest.mark.deployed
SECONDS = 12


def restart_again_and_again(door, first, start, until, ended):
    process = first
    while time.monotonic() < until:
        door.look(Kept())  # it is up: only then does it know what a signal is
        time.sleep(1)
        process.send_signal(signal.SIGTERM)
        ended.append(process.wait(40))
        process = start()


def test_no_request_fails_while_the_shop_restarts(held, start, fintoc):
    port = held.getsockname()[1]
    door = Door(f"http://127.0.0.1:{port}", fintoc)
    first, ended = start(), []
    arguments = (door, first, start, time.monotonic() + SECONDS - 4, ended)
    restarting = threading.Thread(target=restart_again_and_again, args=arguments)
    restarting.start()

    kept = at_rates({"looks": (5, door.look), "webhooks": (5, door.tell)}, seconds=SECONDS)
    restarting.join()

    assert ended and set(ended) == {0}
    for name, each in kept.items():
        print(f"{name} over {len(ended)} restarts: {each}")
        assert each.failures == [] and len(each.seconds) == SECONDS * 5


def test_control_without_the_held_socket_requests_do_fail(held, start, fintoc):
    """The same restarts while the address is given up in between: the load does notice."""
    port = held.getsockname()[1]
    door = Door(f"http://127.0.0.1:{port}", fintoc)
    process = start()
    door.look(Kept())  # it is up
    held.close()

    def end():
        time.sleep(2)
        process.send_signal(signal.SIGTERM)
        process.wait(40)

    ending = threading.Thread(target=end)
    ending.start()
    kept = at_rates({"looks": (5, door.look)}, seconds=6)
    ending.join()

    assert kept["looks"].failures
