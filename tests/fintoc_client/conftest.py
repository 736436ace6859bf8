import pytest
import responses

from fintoc_client.client import FintocClient
from tests.fintoc_client.answers import API, KEY
from tests.fintoc_client.fault_server import FaultServer


@pytest.fixture
def api():
    """A Fintoc that answers what it is given, without a socket."""
    with responses.RequestsMock() as mocked:
        yield mocked


@pytest.fixture
def client():
    """A client of that Fintoc. The final slash is what people type."""
    return FintocClient(secret_key=KEY, api_url=API + "/")


@pytest.fixture
def serve():
    """Start real servers that behave as told; they end with the test."""
    servers = []

    def start(behave):
        servers.append(FaultServer(behave))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


@pytest.fixture
def client_of():
    """A client of a server, its connections closed with the test."""
    clients = []

    def build(server):
        clients.append(FintocClient(secret_key="sk_test_tests", api_url=server.url))
        return clients[-1]

    yield build
    for client in clients:
        client.session.close()
