"""A shopper's browser, and a Fintoc that answers over HTTP (never a double of our own code)."""

import json

import pytest
import responses

from tests import factories

INTENTS = factories.INTENTS


class Fintoc:
    """Fintoc's side of the wire. Whatever was not prepared here fails as an unreachable host."""

    def __init__(self, wire):
        self.wire = wire

    def creates(self, **fields):
        """Answer a create with the intent it asked for."""

        def answer(request):
            asked = json.loads(request.body)
            intent = {
                "id": f"pi_{asked['metadata']['payment']}",
                "object": "payment_intent",
                "status": "created",
                "mode": "test",
                "widget_token": f"pi_{asked['metadata']['payment']}_sec_tests",
                **asked,
                **fields,
            }
            return 201, {}, json.dumps(intent)

        self.wire.add_callback("POST", INTENTS, callback=answer)

    def refuses(self, *, status, code="", message="no"):
        error = {"type": "invalid_request_error", "code": code, "param": "", "message": message}
        self.wire.add("POST", INTENTS, json={"error": error}, status=status)

    def reports(self, payment, **fields):
        """Answer a question about `payment`."""
        intent = factories.intent(payment, **fields)
        self.wire.add("GET", f"{INTENTS}/{intent['id']}", json=intent)

    @property
    def calls(self):
        return [f"{call.request.method} {call.request.url}" for call in self.wire.calls]

    @property
    def sent(self):
        """The body of the last create."""
        return json.loads(self.wire.calls[-1].request.body)


@pytest.fixture(autouse=True)
def fintoc(db):
    with responses.RequestsMock(assert_all_requests_are_fired=False) as wire:
        yield Fintoc(wire)


@pytest.fixture
def fill_cart(client):
    """Put products into this browser's cart the way a shopper does."""

    def fill(product=None, quantity=1):
        product = product or factories.product()
        client.post("/cart/add/", {"product": product.slug, "quantity": quantity})
        return product

    return fill


DETAILS = {"email": "cliente@example.com", "name": "Nombre Apellido", "terms": "on"}


@pytest.fixture
def give_details(client):
    """Post the details page; a value of None leaves its field out."""

    def give(**changes):
        data = {**DETAILS, **changes}
        return client.post("/checkout/", {k: v for k, v in data.items() if v is not None})

    return give


@pytest.fixture
def page(client):
    """The text of a page as this browser gets it."""

    def get(path, **headers):
        return client.get(path, headers=headers).content.decode()

    return get
