"""Fintoc's own Python client, unmodified but for its base address, against the simulator."""

import pytest
from fintoc import Fintoc
from fintoc.errors import AuthenticationError, FintocError, InvalidRequestError
from fintoc.errors import WebhookSignatureError as BadSignature
from fintoc.webhook import WebhookSignature

from fintoc_client.signature import verify
from tests.simulator.receiver import Received

RETURNS = {
    "success_url": "https://shop.example.com/paid",
    "cancel_url": "https://shop.example.com/back",
}
SUCCEEDED = "payment_intent.succeeded"


def client_for(simulator, key=None, version=None):
    client = Fintoc(key or simulator.secret_key, api_version=version)
    client._client.base_url = simulator.url
    return client


@pytest.fixture(params=[None, "2023-11-15", "2026-02-01"])
def client(simulator, request):
    """Without a version, and with either that a merchant may meet."""
    return client_for(simulator, version=request.param)


def test_a_payment_intent_is_created_and_retrieved(client):
    made = client.payment_intents.create(amount=1000, currency="clp", metadata={"order": "CL-1"})
    read = client.payment_intents.get(made.id)

    assert made.widget_token.startswith(f"{made.id}_sec_")
    assert (read.amount, read.currency, read.status) == (1000, "CLP", "created")
    assert read.metadata.serialize() == {"order": "CL-1"}
    assert read.created_at == made.created_at


def test_the_same_key_makes_one_intent(client):
    one, same = (
        client.payment_intents.create(idempotency_key="again", amount=1000, currency="CLP")
        for _ in range(2)
    )

    assert one.id == same.id


def test_a_list_of_three_pages_is_read_whole(simulator, client):
    made = [simulator.create(amount=number)["id"] for number in range(1, 64)]

    assert [intent.id for intent in client.payment_intents.list()] == made[::-1]
    listed = client.payment_intents.list(lazy=False, status="created")
    assert [intent.id for intent in listed] == made[::-1]


def test_so_is_a_list_of_three_pages_with_a_cursor(simulator):
    client = client_for(simulator, version="2026-02-01")
    made = [simulator.open_session()["id"] for _ in range(63)]

    assert [session.id for session in client.v2.checkout_sessions.list()] == made[::-1]


def test_a_checkout_session_is_created_and_expired_in_v1(client):
    made = client.checkout_sessions.create(amount=1000, currency="CLP", **RETURNS)
    expired = client.checkout_sessions.expire(made.id)

    assert made.redirect_url.endswith(made.id)
    assert (expired.id, expired.status) == (made.id, "expired")
    assert client.checkout_sessions.get(made.id).status == "expired"


def test_and_in_v2(simulator):
    sessions = client_for(simulator, version="2026-02-01").v2.checkout_sessions
    made = sessions.create(amount=1000, currency="CLP", **RETURNS)

    assert made.payment_method_types == ["bank_transfer"]
    assert sessions.expire(made.id).status == "expired"
    with pytest.raises(InvalidRequestError, match="operation_not_allowed"):
        sessions.expire(made.id)


def test_a_payment_is_refunded_in_parts_and_a_refund_canceled(simulator, client):
    paid = simulator.paid(amount=1000)
    part = client.refunds.create(resource_id=paid["id"], resource_type="payment_intent", amount=400)
    rest = client.refunds.create(resource_id=paid["id"], resource_type="payment_intent")

    assert (part.amount, rest.amount) == (400, 600)
    assert client.refunds.cancel(rest.id).status == "canceled"
    assert {refund.id: refund.status for refund in client.refunds.list()} == {
        part.id: "created",
        rest.id: "canceled",
    }
    with pytest.raises(InvalidRequestError, match="amount"):
        client.refunds.create(resource_id=paid["id"], amount=601)


def test_a_webhook_endpoint_lives_and_dies(client, receiver):
    endpoints = client.webhook_endpoints
    made = endpoints.create(url=receiver.url, enabled_events=[SUCCEEDED], description="Pedidos")
    try:
        assert made.secret.startswith("whsec_test_")
        assert endpoints.get(made.id).secret is None
        assert made.id in [endpoint.id for endpoint in endpoints.list()]
        endpoints.test(made.id, type=SUCCEEDED)
        assert receiver.wait_for(1)[0].event["type"] == SUCCEEDED
        assert endpoints.update(made.id, disabled=True).status == "disabled"
    finally:
        endpoints.delete(made.id)
    assert made.id not in [endpoint.id for endpoint in endpoints.list()]


def test_refusals_are_its_own_error_classes(simulator, client):
    with pytest.raises(InvalidRequestError, match=r"missing_parameter \(amount\)"):
        client.payment_intents.create(currency="CLP")
    with pytest.raises(InvalidRequestError, match="missing_resource"):
        client.payment_intents.get("pi_unknown")
    with pytest.raises(AuthenticationError, match="invalid_api_key"):
        client_for(simulator, key="sk_test_wrong").payment_intents.get("pi_unknown")
    simulator.switch(rate_limited_next=1)
    with pytest.raises(FintocError, match="rate_limit_exceeded"):
        client.payment_intents.create(amount=1000, currency="CLP")


@pytest.fixture
def delivery(simulator, receiver) -> Received:
    simulator.decide(simulator.create(metadata={"nota": "ñandú"}), "succeed")
    return receiver.wait_for(1)[0]


def test_its_verification_accepts_a_delivery(simulator, delivery):
    payload = delivery.body.decode()

    assert WebhookSignature.verify_header(payload, delivery.signature, simulator.webhook_secret)


def test_and_refuses_a_tampered_one(simulator, delivery):
    payload, header, secret = delivery.body.decode(), delivery.signature, simulator.webhook_secret
    tampered = [
        (payload.replace("2476", "1"), header, secret),
        (payload, header, secret + "x"),
        (payload, header[:-1] + ("0" if header[-1] != "0" else "1"), secret),
        (payload, header.replace("t=", "t=1"), secret),
    ]

    for forged in tampered:
        with pytest.raises(BadSignature):
            WebhookSignature.verify_header(*forged)


def test_what_it_signs_the_shop_accepts(delivery):
    stamp = 1_790_000_000
    digest = WebhookSignature._compute_signature(delivery.body.decode(), stamp, "whsec_test_x")

    header = f"t={stamp},v1={digest}"
    verify(body=delivery.body, header=header, secrets=["whsec_test_x"], now=stamp)
