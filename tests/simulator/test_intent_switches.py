"""What Fintoc does not tell of payment intents: each position of each switch, over the API."""

import time

import pytest


def statuses_listed(simulator):
    return [intent["status"] for intent in simulator.call("GET", "/v1/payment_intents").json()]


@pytest.mark.parametrize("again", [False, True])
def test_the_token_is_told_again_or_not(simulator, receiver, again):
    simulator.switch(token_told_again=again)
    intent = simulator.create()

    told = intent["widget_token"] if again else None
    assert simulator.retrieve(intent)["widget_token"] == told
    simulator.decide(intent, "succeed")
    assert receiver.wait_for(1)[0].event["data"]["widget_token"] is None


@pytest.mark.parametrize(("omits", "listed"), [(False, ["failed", "created"]), (True, ["failed"])])
def test_the_list_has_created_ones_or_not(simulator, omits, listed):
    simulator.switch(list_omits_created=omits)
    simulator.create()
    simulator.decide(simulator.create(), "fail")

    assert statuses_listed(simulator) == listed


@pytest.mark.parametrize(("expires", "status"), [(True, "expired"), (False, "created")])
def test_an_intent_expires_with_its_token_or_never(simulator, expires, status):
    simulator.switch(intents_expire=expires)
    intent = simulator.create()
    simulator.decide(intent, "age", seconds=601)

    patience = time.monotonic() + (10 if expires else 0.3)
    while simulator.retrieve(intent)["status"] != "expired" and time.monotonic() < patience:
        time.sleep(0.02)
    assert simulator.retrieve(intent)["status"] == status
    assert simulator.decide(intent, "succeed").status_code == 200


@pytest.mark.parametrize("status", [400, 405, 409, 422])
def test_only_cash_that_nobody_began_to_pay_is_expired_by_the_merchant(simulator, status):
    simulator.switch(state_refusal_status=str(status))
    cash, transfer = simulator.create(payment_type="cash"), simulator.create()

    def expire(intent):
        return simulator.call("POST", f"/v1/payment_intents/{intent['id']}/expire", json={})

    assert expire(transfer).status_code == status
    expired = expire(cash)
    assert expired.status_code == 201
    assert expired.json()["status"] == "expired"
    assert expired.json()["error_reason"] == "manually_expired"
    assert expire(cash).json()["error"]["code"] == "operation_not_allowed"
    assert expire({"id": "pi_unknown"}).status_code == 404
