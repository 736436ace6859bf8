import runpy
import time
from pathlib import Path

import pytest

SETTINGS = Path(__file__).parents[2] / "simulator" / "settings.py"

OUTCOMES = {
    "succeed": "succeeded",
    "fail": "failed",
    "reject": "rejected",
    "hold": "pending",
    "require_action": "requires_action",
    "expire": "expired",
}


def wait_for_status(simulator, intent, status):
    for _ in range(400):
        if simulator.retrieve(intent)["status"] == status:
            return
        time.sleep(0.01)
    raise AssertionError(f"{simulator.retrieve(intent)['status']} is not {status}")


@pytest.mark.parametrize(("outcome", "status"), OUTCOMES.items())
def test_each_outcome_is_taken_and_told(simulator, receiver, outcome, status):
    intent = simulator.create(metadata={"order": "CL-1"})
    answer = simulator.decide(intent, outcome)

    assert (answer.status_code, answer.json()["status"]) == (200, status)
    assert answer.json() == simulator.retrieve(intent)
    event = receiver.wait_for(1)[0].event
    assert event["type"] == f"payment_intent.{status}"
    assert event["data"] == answer.json()


def test_a_success_has_what_the_bank_knows(simulator):
    paid = simulator.decide(simulator.create(), "succeed").json()

    assert paid["reference_id"].isdigit()
    assert paid["transaction_date"].endswith("Z")
    assert paid["sender_account"]["institution_id"]


def test_a_failure_has_the_reason_given_or_one_of_its_own(simulator):
    given = simulator.decide(simulator.create(), "fail", reason="mfa_locked").json()
    own = simulator.decide(simulator.create(), "fail").json()

    assert (given["error_reason"], own["error_reason"]) == ("mfa_locked", "insufficient_funds")


@pytest.mark.parametrize("final", ["fail", "reject", "expire"])
def test_money_may_arrive_after_a_final_no(simulator, receiver, final):
    intent = simulator.create()
    simulator.decide(intent, final)
    late = simulator.decide(intent, "succeed").json()

    assert (late["status"], late["error_reason"]) == ("succeeded", None)
    assert len(receiver.wait_for(2)) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [("succeed", "fail"), ("fail", "reject"), ("expire", "hold"), ("succeed", "succeed")],
)
def test_nothing_else_follows_a_final_state(simulator, first, second):
    intent = simulator.create()
    before = simulator.decide(intent, first).json()
    answer = simulator.decide(intent, second)

    assert answer.status_code == 409
    assert intent["id"] in answer.json()["error"]["message"]
    assert simulator.retrieve(intent) == before


def test_an_unknown_outcome_names_the_known_ones(simulator):
    answer = simulator.decide(simulator.create(), "explode")

    assert answer.status_code == 404
    assert all(outcome in answer.json()["error"]["message"] for outcome in OUTCOMES)


def test_unknown_payments_methods_and_reasons_are_refused(simulator):
    intent = simulator.create()
    path = f"/control/payment_intents/{intent['id']}/fail"

    assert simulator.decide({"id": "pi_unknown"}, "fail").status_code == 404
    assert simulator.decide({"id": "pi_unknown"}, "age", seconds=5).status_code == 404
    assert simulator.call("GET", path).status_code == 405
    assert simulator.call("POST", path, data=b"{").status_code == 400
    assert simulator.decide(intent, "fail", reason="No such thing!").status_code == 400
    assert simulator.decide(intent, "fail", reason=5).status_code == 400
    assert simulator.decide(intent, "age", seconds=True).status_code == 400
    assert simulator.retrieve(intent)["status"] == "created"


def test_an_intent_expires_with_its_token_after_ten_minutes(simulator, receiver):
    young, old = simulator.create(), simulator.create()
    simulator.decide(young, "age", seconds=590)
    simulator.decide(old, "age", seconds=601)

    wait_for_status(simulator, old, "expired")
    event = receiver.wait_for(1)[0].event
    assert (event["type"], event["data"]["id"]) == ("payment_intent.expired", old["id"])
    assert simulator.retrieve(young)["status"] == "created"


def test_reset_forgets_payments_and_keeps_the_keys(simulator, receiver):
    intent = simulator.create(headers={"Idempotency-Key": "again"})
    simulator.decide(intent, "succeed")
    receiver.wait_for(1)

    assert simulator.call("POST", "/control/reset").status_code == 200
    assert simulator.call("GET", "/v1/payment_intents").json() == []
    assert simulator.deliveries() == []
    assert simulator.create(headers={"Idempotency-Key": "again"})["id"] != intent["id"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://shop.example.com"},
        {"Origin": "http://localhost:8000"},
        {"Origin": "null"},
        {"Host": "rebound.example.com"},
        {"Host": "rebound.localhost"},
    ],
)
@pytest.mark.parametrize("path", ["/control/reset", "/panel/reset"])
def test_pages_of_elsewhere_control_nothing(simulator, headers, path):
    simulator.create()
    answer = simulator.call("POST", path, headers=headers)

    assert answer.status_code in (400, 403)
    assert len(simulator.call("GET", "/v1/payment_intents").json()) == 1


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_its_own_pages_do(simulator, host):
    headers = {"Host": host, "Origin": f"http://{host}"}

    assert simulator.call("POST", "/control/reset", headers=headers).status_code == 200
    assert simulator.call("POST", "/panel/reset", headers=headers).status_code == 303


@pytest.mark.parametrize(
    ("host", "own"), [("simulator.localhost", ["simulator.localhost"]), ("192.0.2.1", [])]
)
def test_a_name_under_localhost_that_it_was_given_is_its_own(host, own, monkeypatch):
    monkeypatch.setenv("SIMULATOR_HOST", host)
    hosts = runpy.run_path(str(SETTINGS))["LOOPBACK_HOSTS"]

    assert hosts == ["localhost", "127.0.0.1", "[::1]", *own]
