"""Fifty clicks at once: one payment, one intent. Real threads, and a real server for Fintoc."""

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone

from orders.account import fintoc
from orders.opening import open_payment
from orders.placing import OutOfStock
from tests import factories
from tests.webhooks.test_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def intents(settings):
    """A Fintoc that creates an intent per key and remembers them."""
    made = {}
    lock = threading.Lock()

    class Fintoc(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                key = self.headers["Idempotency-Key"]
                made.setdefault(key, {**body, "id": f"pi_{len(made)}", "status": "created"})
            self.answer(201, made[key])

        def do_GET(self):
            intent_id = self.path.rsplit("/", 1)[1]
            self.answer(200, next(item for item in made.values() if item["id"] == intent_id))

        def answer(self, status, document):
            content = json.dumps({"widget_token": f"{document['id']}_sec_x", **document}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Fintoc)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.FINTOC_API_URL = f"http://127.0.0.1:{server.server_port}"
    settings.FINTOC_ACCOUNT = f"test@127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    server.server_close()


def test_fifty_clicks_at_once_open_one_payment(intents):
    order = factories.order()

    def click():
        return open_payment(order_id=order.pk, client=fintoc(), now=timezone.now()).verdict.value

    verdicts = Counter(at_once([click] * 50))
    assert set(verdicts) <= {"pay", "order"} and verdicts["pay"] >= 1
    assert len(intents) == 1
    assert order.payments.count() == 1


def test_two_shoppers_and_one_last_mug(intents):
    mug = factories.product(stock=1)

    def buy():
        try:
            return factories.order(products=[mug])
        except OutOfStock:
            return None

    bought = [order for order in at_once([buy] * 8) if order is not None]
    mug.refresh_from_db()
    assert len(bought) == 1 and mug.stock == 0
