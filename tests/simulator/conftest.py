import time

import pytest

from tests.simulator.process import running
from tests.simulator.receiver import Server

SPEED = "50"
STILL = "refund_step_seconds=0"  # refunds move when a test moves them


@pytest.fixture(scope="session")
def _receiver_server():
    server = Server()
    yield server
    server.end()


@pytest.fixture(scope="session")
def _running_simulator(_receiver_server):
    url = _receiver_server.receiver.url
    with running("--memory", "--speed", SPEED, "--set", STILL, "--webhook-url", url) as simulator:
        yield simulator


@pytest.fixture
def simulator(_running_simulator):
    """An empty simulator, fifty times faster than Fintoc."""
    _running_simulator.call("POST", "/control/reset")
    return _running_simulator


@pytest.fixture
def receiver(_receiver_server, simulator):
    """The shop's end of the webhooks, with nothing received yet."""
    receiver = _receiver_server.receiver
    time.sleep(0.1)  # what the test before this one set off arrives now
    receiver.forget()
    yield receiver
    simulator.call("POST", "/control/reset")
    receiver.forget()
