"""The shop's own code against a simulator process, for what Fintoc does not document.

One file per switch of the simulator, each in every position: the shop has to come out right.
"""

from dataclasses import dataclass

import pytest
from django.utils import timezone

from fintoc_client.client import FintocClient
from orders.account import fintoc
from orders.models import Order, Payment
from orders.opening import Opening, open_payment
from orders.results import refresh_payment
from tests import factories
from tests.simulator.process import Simulator, running
from tests.simulator.receiver import Received, Server

NOBODY = "http://127.0.0.1:9"


@pytest.fixture(scope="session")
def _server():
    server = Server()
    yield server
    server.end()


@pytest.fixture(scope="session")
def _process(_server):
    with running("--memory", "--webhook-url", _server.receiver.url) as simulator:
        yield simulator


@pytest.fixture
def simulator(_process):
    """Empty, with every switch as it starts."""
    _process.call("POST", "/control/reset")
    return _process


@pytest.fixture
def receiver(_server, simulator):
    """What the simulator posts is kept here, for a test to hand to the shop."""
    _server.receiver.forget()
    yield _server.receiver
    simulator.call("POST", "/control/reset")
    _server.receiver.forget()


@dataclass
class Shop:
    """The shop's own doors, with the simulator as its Fintoc."""

    simulator: Simulator
    order: Order

    def open(self, *, now=None, client: FintocClient | None = None) -> Opening:
        return open_payment(
            order_id=self.order.pk, client=client or fintoc(), now=now or timezone.now()
        )

    def open_while_fintoc_is_away(self) -> Payment:
        """The payment is stored and sent, and no answer comes."""
        away = FintocClient(secret_key="sk_test_x", api_url=NOBODY)
        self.open(client=away)
        return self.payments()[-1]

    def send_as_the_shop_did(self, payment: Payment):
        """The request that reached Fintoc while its answer was lost."""
        headers = {"Idempotency-Key": str(payment.reference), "Content-Type": "application/json"}
        body = payment.request_body.encode()
        return self.simulator.call("POST", "/v1/payment_intents", data=body, headers=headers)

    def refresh(self, payment: Payment) -> None:
        refresh_payment(payment=payment, client=fintoc(), cause="test", now=timezone.now())
        payment.refresh_from_db()
        self.order.refresh_from_db()

    def hear(self, client, delivery: Received):
        """What the simulator posted, at the shop's own address."""
        return client.post(
            "/webhooks/fintoc/",
            delivery.body,
            content_type="application/json",
            headers={"Fintoc-Signature": delivery.signature},
        )

    def payments(self) -> list[Payment]:
        return list(self.order.payments.order_by("pk"))

    def session_of(self, payment: Payment) -> dict:
        return self.simulator.read_session({"id": payment.session_id})

    def intents(self) -> list[dict]:
        return self.simulator.call("GET", "/v1/payment_intents").json()


@pytest.fixture
def shop(db, settings, simulator):
    """A shop with one order to be paid, whose Fintoc is the simulator."""
    settings.FINTOC_SECRET_KEY = simulator.secret_key
    settings.FINTOC_API_URL = simulator.url
    settings.FINTOC_ACCOUNT = "test@" + simulator.url.removeprefix("http://")
    settings.FINTOC_WEBHOOK_SECRETS = [simulator.webhook_secret]
    return Shop(simulator=simulator, order=factories.order())
