import time

import pytest

PATH = "/v2/payment_intents"
BODY = {"amount": 1000, "currency": "clp", "payment_method": "pm_example"}


def create(simulator, **change):
    return simulator.call("POST", PATH, json={**BODY, **change})


def test_a_saved_payment_method_is_charged_without_a_shopper(simulator, receiver):
    answer = create(simulator, metadata={"order": "CL-1"})

    intent = answer.json()
    assert (answer.status_code, intent["status"]) == (201, "created")
    assert (intent["payment_method"], intent["widget_token"]) == ("pm_example", None)
    assert receiver.wait_for(1)[0].event["type"] == "payment_intent.succeeded"
    paid = simulator.call("GET", f"{PATH}/{intent['id']}").json()
    assert (paid["status"], paid["metadata"]) == ("succeeded", {"order": "CL-1"})


def test_it_does_not_expire_with_a_token_it_does_not_have(simulator):
    intent = create(simulator).json()
    simulator.decide(intent, "require_action")
    simulator.decide(intent, "age", seconds=601)
    time.sleep(0.2)

    assert simulator.retrieve(intent)["status"] == "requires_action"


@pytest.mark.parametrize("name", ["recipient_account", "customer_email", "payment_type"])
def test_what_only_v1_takes_is_refused(simulator, name):
    answer = create(simulator, **{name: "x"})

    assert (answer.status_code, answer.json()["error"]["param"]) == (400, name)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"payment_method": None}, 400),
        ({"payment_method": 5}, 400),
        ({"payment_method": "pm_" * 40}, 400),
        ({"payment_method": "card_1"}, 404),
        ({"amount": 0}, 400),
    ],
)
def test_a_charge_that_cannot_be_is_refused(simulator, change, status):
    answer = create(simulator, **change)

    assert answer.status_code == status
    assert answer.json()["error"]["param"] == next(iter(change))


def test_an_older_version_is_refused(simulator):
    answer = simulator.call("GET", PATH, headers={"Fintoc-Version": "2025-08-13"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "invalid_api_version")


def test_the_list_has_a_cursor_and_the_filters_of_v1(simulator):
    made = [simulator.create()["id"] for _ in range(31)]
    answer = simulator.call("GET", f"{PATH}?status=created")

    assert [intent["id"] for intent in answer.json()] == made[:0:-1]
    assert f"starting_after={made[1]}" in answer.headers["Link"]
    last = simulator.call("GET", f"{PATH}?starting_after={made[1]}")
    assert [intent["id"] for intent in last.json()] == [made[0]]
    assert last.headers["Link"] == ""
