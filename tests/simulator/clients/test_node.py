"""Fintoc's own client for Node, unmodified but for its base address, against the simulator.

It takes text that looks like a date for one, so only fields that are none are compared. It sends
no version: the account's pin decides.
"""

import json
import re
import subprocess
import time

import pytest

from fintoc_client.signature import verify
from tests.simulator.clients.conftest import NODE_FOLDER

RETURNS = {
    "success_url": "https://shop.example.com/paid",
    "cancel_url": "https://shop.example.com/back",
}
SUCCEEDED = "payment_intent.succeeded"


@pytest.fixture(scope="session")
def node(node_path, _running_simulator):
    """A process that calls."""
    command = [node_path, "calls.cjs", _running_simulator.url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=NODE_FOLDER, **pipes) as process:
        yield process
        process.stdin.close()


@pytest.fixture
def client(node, simulator):
    """Calls by name; a refusal comes back as the name of its class and its message."""

    def call(name, key=None, **given):
        task = {"key": key or simulator.secret_key, "call": name, "given": given}
        print(json.dumps(task), file=node.stdin, flush=True)
        answer = json.loads(node.stdout.readline())
        return (answer["error"], answer["message"]) if "error" in answer else answer["value"]

    return call


def test_a_payment_intent_is_created_and_retrieved(client):
    made = client("createIntent", amount=1000, currency="clp", metadata={"order": "CL-XX"})
    read = client("getIntent", id=made["id"])

    assert made["widget_token"].startswith(f"{made['id']}_sec_")
    assert (read["amount"], read["currency"], read["status"]) == (1000, "CLP", "created")


def test_the_same_key_makes_one_intent(client):
    body = {"idempotency_key": "again", "amount": 1000, "currency": "CLP"}

    assert client("createIntent", **body)["id"] == client("createIntent", **body)["id"]


def test_lists_of_three_pages_are_read_whole(simulator, client):
    intents = [simulator.create(amount=number)["id"] for number in range(1, 64)]
    sessions = [simulator.open_session()["id"] for _ in range(63)]

    assert client("listIntents") == intents[::-1]
    assert client("listSessionsV2") == sessions[::-1]


@pytest.mark.parametrize("pin", ["2023-11-15", "2026-02-01"])
def test_a_checkout_session_is_created_and_expired_in_v1(simulator, client, pin):
    simulator.switch(api_version=pin)
    made = client("createSession", amount=1000, currency="CLP", **RETURNS)

    assert made["redirect_url"].endswith(made["id"])
    assert client("expireSession", id=made["id"])["status"] == "expired"
    assert client("getSession", id=made["id"])["status"] == "expired"


def test_and_in_v2_where_the_account_is_pinned_to_it(simulator, client):
    body = {"amount": 1000, "currency": "CLP", **RETURNS}
    made = client("createSessionV2", **body)
    assert client("expireSessionV2", id=made["id"])["status"] == "expired"
    error, message = client("expireSessionV2", id=made["id"])
    assert (error, "operation_not_allowed" in message) == ("InvalidRequestError", True)

    simulator.switch(api_version="2023-11-15")
    assert "invalid_api_version" in client("createSessionV2", **body)[1]


def test_a_payment_is_refunded_in_parts_and_a_refund_canceled(simulator, client):
    paid = simulator.paid(amount=1000)
    about = {"resource_id": paid["id"], "resource_type": "payment_intent"}
    part, rest = client("createRefund", amount=400, **about), client("createRefund", **about)

    assert (part["amount"], rest["amount"]) == (400, 600)
    assert client("cancelRefund", id=rest["id"])["status"] == "canceled"
    assert client("getRefund", id=part["id"])["status"] == "created"
    assert client("listRefunds") == [rest["id"], part["id"]]
    assert client("createRefund", amount=601, **about)[0] == "InvalidRequestError"


def test_a_webhook_endpoint_lives_and_dies(client, receiver):
    made = client("createEndpoint", url=receiver.url, enabled_events=[SUCCEEDED])
    try:
        assert re.fullmatch(r"whsec_test_\w+", made["secret"])
        assert client("getEndpoint", id=made["id"])["secret"] is None
        assert made["id"] in client("listEndpoints")
        changed = client("updateEndpoint", id=made["id"], disabled=True)
        assert changed["status"] == "disabled"
    finally:
        client("deleteEndpoint", id=made["id"])
    assert made["id"] not in client("listEndpoints")


def test_refusals_are_its_own_error_classes(simulator, client):
    error, message = client("createIntent", currency="CLP")
    assert (error, "missing_parameter (amount)" in message) == ("InvalidRequestError", True)
    assert "missing_resource" in client("getIntent", id="pi_unknown")[1]
    assert client("getIntent", key="sk_test_wrong", id="x")[0] == "AuthenticationError"
    simulator.switch(rate_limited_next=1)
    assert "rate_limit_exceeded" in client("getIntent", id="pi_unknown")[1]


def test_its_verification_accepts_a_delivery_and_refuses_a_tampered_one(
    simulator, client, receiver
):
    simulator.decide(simulator.create(metadata={"nota": "ñandú"}), "succeed")
    delivery = receiver.wait_for(1)[0]
    genuine = {
        "payload": delivery.body.decode(),
        "header": delivery.signature,
        "secret": simulator.webhook_secret,
    }

    assert client("verify", **genuine) is True
    for change in (
        {"payload": genuine["payload"].replace("2476", "1")},
        {"secret": genuine["secret"] + "x"},
        {"header": genuine["header"].replace("t=", "t=1")},
    ):
        assert client("verify", **{**genuine, **change})[0] == "WebhookSignatureError"


def test_what_it_signs_the_shop_accepts(client):
    payload, stamp = '{"nota": "ñandú"}', int(time.time())
    digest = client("sign", payload=payload, timestamp=stamp, secret="whsec_test_x")

    header = f"t={stamp},v1={digest}"
    verify(body=payload.encode(), header=header, secrets=["whsec_test_x"], now=stamp)
