"""The panel's buttons pressed for real, and the shop that has to bear it.

A simulator process posts its webhooks to the shop's own server; the rest of the shop is called as
its pages call it. Buttons of a real browser are in tests/journeys/test_breaking.py.
"""

from dataclasses import dataclass

import pytest
from django.urls import clear_url_caches
from django.utils import timezone

from orders.account import fintoc
from orders.models import Order, Outbox, Payment
from orders.opening import Opening, open_payment
from orders.results import refresh_payment
from tests import factories
from tests.journeys.waiting import eventually
from tests.simulator.process import Simulator, running
from webhooks.models import WebhookEvent

WITHIN = 10
STILL = "refund_step_seconds=0"  # refunds move when a test moves them


@pytest.fixture(scope="session")
def _process(live_server):
    url = f"{live_server.url}/webhooks/fintoc/"
    with running("--memory", "--speed", "50", "--set", STILL, "--webhook-url", url) as simulator:
        yield simulator


@dataclass
class Shop:
    """One order of the shop, its Fintoc, and the panel of that."""

    simulator: Simulator
    order: Order
    client: object

    # --- What the developer does ---

    def press(self, path: str, **form) -> None:
        """A button of the panel."""
        answer = self.simulator.call("POST", f"/panel/{path}", data=form, key="")
        assert answer.status_code == 303, answer.text

    def press_on_payment(self, name: str, **form) -> None:
        self.press(f"payment_intents/{self.payment.intent_id}/{name}", **form)

    # --- What the shop does ---

    def open(self) -> Opening:
        return open_payment(order_id=self.order.pk, client=fintoc(), now=timezone.now())

    def ask(self) -> None:
        """As the worker does, and the order's page."""
        refresh_payment(payment=self.payment, client=fintoc(), cause="test", now=timezone.now())

    # --- What it is like afterwards ---

    @property
    def payments(self) -> list[Payment]:
        return list(self.order.payments.order_by("pk"))

    @property
    def payment(self) -> Payment:
        return self.payments[-1]

    @property
    def status(self) -> str:
        self.order.refresh_from_db()
        return self.order.status

    @property
    def alerts(self) -> list[str]:
        return list(self.order.alerts.values_list("kind", flat=True))

    @property
    def timeline(self) -> list[str]:
        """The order's statuses, as the back office shows them."""
        return list(
            self.order.events.filter(kind="status").order_by("pk").values_list("value", flat=True)
        )

    @property
    def confirmations(self) -> int:
        return Outbox.objects.filter(order=self.order, kind="E1").count()

    @property
    def screen(self) -> str:
        """What the shopper's page shows."""
        page = self.client.get(f"/orders/{self.order.token}/").content.decode()
        return page.partition('data-screen="')[2].partition('"')[0]

    @property
    def heard(self) -> list[str]:
        """What became of each event that was believed."""
        return list(WebhookEvent.objects.order_by("pk").values_list("outcome", flat=True))

    def has(self, **facts) -> bool:
        """Compare several of the above at once."""
        found = {name: getattr(self, name) for name in facts}
        assert found == facts
        return True

    def becomes(self, status: str) -> None:
        eventually(lambda: self.status == status, within=WITHIN, what=f"an order that is {status}")

    def answers(self, *statuses: int) -> None:
        """Wait until as many deliveries were attempted, and compare what the shop answered."""
        eventually(
            lambda: len(self.attempts) >= len(statuses),
            within=WITHIN,
            what=f"{len(statuses)} deliveries",
        )
        assert sorted(self.attempts) == sorted(statuses)

    def is_told(self) -> None:
        """Wait until all that is to be delivered was."""
        eventually(
            lambda: all(
                each["attempts"] or not each["due_at"] for each in self.simulator.deliveries()
            ),
            within=WITHIN,
            what="every delivery",
        )

    @property
    def attempts(self) -> list[int]:
        deliveries = self.simulator.deliveries()
        return [attempt["status"] for each in deliveries for attempt in each["attempts"]]

    def events(self) -> list[dict]:
        return self.simulator.call("GET", "/control/events").json()

    @property
    def switches(self) -> dict:
        return self.simulator.call("GET", "/control/switches").json()

    def intents(self) -> list[dict]:
        return self.simulator.call("GET", "/v1/payment_intents").json()


@pytest.fixture
def shop(transactional_db, settings, client, _process):
    """A shop with one order to be paid, whose Fintoc is the simulator."""
    _process.call("POST", "/control/reset")
    settings.FINTOC_SECRET_KEY = _process.secret_key
    settings.FINTOC_API_URL = _process.url
    settings.FINTOC_ACCOUNT = "test@" + _process.url.removeprefix("http://")
    settings.FINTOC_WEBHOOK_SECRETS = [_process.webhook_secret]
    yield Shop(simulator=_process, order=factories.order(), client=client)
    _process.call("POST", "/control/reset")


@pytest.fixture
def opened(shop):
    """Its payment is open, as after a click on pay."""
    shop.open()
    return shop


@pytest.fixture
def demo(shop, settings, tmp_path):
    """The shop as the demo has it: with the tour, and stock to sell."""
    settings.DEMO, settings.EMAIL_FILE_PATH = True, str(tmp_path)
    settings.ROOT_URLCONF = "tests.breaking.demo_urls"
    clear_url_caches()
    factories.product(stock=50)
    yield shop
    clear_url_caches()


@pytest.fixture
def go(demo):
    """Take one way, as a click on the tour's page does. Returns the page it leads to."""

    def take(name):
        answer = demo.client.post(f"/demo/tour/{name}/")
        assert answer.status_code == 303, answer.content.decode()
        demo.order = Order.objects.order_by("-pk").first()
        assert answer.headers["Location"] == f"/demo/orders/{demo.order.number}/?way={name}"
        return answer.headers["Location"]

    return take
