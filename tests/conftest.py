"""What holds for every test."""

import ipaddress
import socket

import pytest
from django.utils import translation

from operations.tallies import tallies
from tests.fintoc_server import FintocServer

# What asks pytest-django for the shop's database, beside its mark.
DATABASE_FIXTURES = {"db", "transactional_db"}


def pytest_itemcollected(item):
    """Mark what another database could change: CI runs nothing else on the second one."""
    if DATABASE_FIXTURES & set(item.fixturenames) or item.get_closest_marker("django_db"):
        item.add_marker("database")


@pytest.fixture(scope="session", autouse=True)
def no_network():
    """No test reaches the network: only addresses of this machine answer."""
    real_connect = socket.socket.connect

    def connect(self, address):
        assert self.family == socket.AF_UNIX or is_local(address[0]), (
            f"a test wanted to reach {address}"
        )
        return real_connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


def is_local(host: str) -> bool:
    """Whether it is this machine, by name or by number."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def no_language_stays():
    """Django leaves the last visitor's language active in the thread that served them."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_to_tally():
    """What earlier tests in this process counted is added to no database of this one."""
    tallies.clear()


@pytest.fixture
def fintoc_server(settings):
    """A Fintoc on a real socket, and the shop configured for it."""
    server = FintocServer()
    settings.FINTOC_API_URL = f"http://{server.host}"
    settings.FINTOC_ACCOUNT = f"test@{server.host}"
    yield server
    server.close()
