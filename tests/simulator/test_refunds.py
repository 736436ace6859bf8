"""Refunds over the API: how much, of what, and what is refused."""

import re

import pytest

OLD = {"Fintoc-Version": "2023-11-15"}
PATH = "/v1/refunds"


def test_a_refund_without_an_amount_is_of_the_whole_payment(simulator):
    paid = simulator.paid()
    answer = simulator.refund(paid, metadata={"refund": "1"})

    refund = answer.json()
    assert answer.status_code == 201
    assert re.fullmatch(r"re_[A-Za-z0-9]+", refund["id"])
    shown = {
        "object": "refund",
        "amount": 2476,
        "currency": "CLP",
        "status": "created",
        "failure_code": None,
        "mode": "test",
        "resource_id": paid["id"],
        "resource_type": "payment_intent",
        "metadata": {"refund": "1"},
    }
    assert {name: refund[name] for name in shown} == shown
    assert refund["recipient_account"] == {"holder_name": None, **paid["sender_account"]}
    assert simulator.read_refund(refund) == refund
    assert simulator.retrieve(paid) == paid


def test_the_older_version_has_fewer_fields(simulator):
    refund = simulator.refund(simulator.paid()).json()
    old = simulator.call("GET", f"{PATH}/{refund['id']}", headers=OLD).json()

    assert refund.keys() - old.keys() == {"failure_code", "recipient_account"}


def test_parts_may_be_refunded_until_nothing_is_left(simulator):
    paid = simulator.paid(amount=1000)
    assert [simulator.refund(paid, amount=part).status_code for part in (400, 500)] == [201, 201]

    refused = simulator.refund(paid, amount=101)
    assert (refused.status_code, refused.json()["error"]["param"]) == (400, "amount")
    assert simulator.refund(paid).json()["amount"] == 100
    assert simulator.refund(paid).status_code == 400


@pytest.mark.parametrize("outcome", ["cancel", "fail"])
def test_what_did_not_go_back_may_be_refunded_again(simulator, outcome):
    paid = simulator.paid()
    simulator.decide_refund(simulator.refund(paid).json(), outcome)

    assert simulator.refund(paid).json()["amount"] == 2476


@pytest.mark.parametrize("status", [400, 409, 422])
@pytest.mark.parametrize("outcome", ["fail", "hold", "expire"])
def test_only_a_payment_that_succeeded_is_refunded(simulator, outcome, status):
    simulator.switch(state_refusal_status=str(status))
    intent = simulator.create()
    simulator.decide(intent, outcome)
    answer = simulator.refund(intent)

    assert (answer.status_code, answer.json()["error"]["param"]) == (status, "resource_id")
    assert simulator.call("GET", PATH).json() == []


def test_another_account_may_be_named(simulator):
    account = {
        "holder_id": "111111111",
        "holder_name": "Nombre Apellido",
        "institution_id": "cl_banco_de_prueba_b",
        "number": "987654",
        "type": "checking_account",
    }
    paid = simulator.paid()

    assert simulator.refund(paid, recipient_account=account).json()["recipient_account"] == account
    incomplete = {**account, "number": ""}
    assert simulator.refund(paid, recipient_account=incomplete).status_code == 400


@pytest.mark.parametrize(
    ("change", "status", "param"),
    [
        ({"resource_id": None}, 400, "resource_id"),
        ({"resource_id": 5}, 400, "resource_id"),
        ({"resource_id": "pi_unknown"}, 404, "resource_id"),
        ({"resource_type": "charge"}, 400, "resource_type"),
        ({"amount": 0}, 400, "amount"),
        ({"amount": 10.5}, 400, "amount"),
        ({"amount": "100"}, 400, "amount"),
        ({"metadata": []}, 400, "metadata"),
        ({"recipient_account": "x"}, 400, "recipient_account"),
    ],
)
def test_a_refund_that_cannot_be_is_refused(simulator, change, status, param):
    answer = simulator.refund(simulator.paid(), **change)

    assert (answer.status_code, answer.json()["error"]["param"]) == (status, param)
    assert simulator.call("GET", PATH).json() == []


def test_the_same_key_refunds_once(simulator):
    paid = simulator.paid()
    headers = {"Idempotency-Key": "refund-1"}
    first, second = (simulator.refund(paid, amount=100, headers=headers) for _ in range(2))

    assert first.json() == second.json()
    assert len(simulator.call("GET", PATH).json()) == 1


def test_the_list_is_paged_and_filtered_by_status(simulator):
    paid = simulator.paid(amount=1000)
    made = [simulator.refund(paid, amount=1).json() for _ in range(31)]
    simulator.decide_refund(made[0], "cancel")
    answer = simulator.call("GET", PATH)

    assert [refund["id"] for refund in answer.json()] == [one["id"] for one in made[:0:-1]]
    assert answer.headers["X-Total-Count"] == "31"
    canceled = simulator.call("GET", f"{PATH}?status=canceled").json()
    assert [refund["id"] for refund in canceled] == [made[0]["id"]]


@pytest.mark.parametrize(("filters", "count"), [(True, 1), (False, 2)])
def test_the_list_heeds_the_payment_or_not(simulator, filters, count):
    simulator.switch(refund_list_filters=filters)
    one, other = simulator.paid(), simulator.paid()
    simulator.refund(one)
    simulator.refund(other)

    assert len(simulator.call("GET", f"{PATH}?resource_id={one['id']}").json()) == count


def test_a_refund_that_is_not_there_is_404(simulator):
    assert simulator.call("GET", f"{PATH}/re_unknown").status_code == 404
    assert simulator.call("POST", f"{PATH}/re_unknown/cancel", json={}).status_code == 404
    assert simulator.decide_refund({"id": "re_unknown"}, "fail").status_code == 404
    assert simulator.decide_refund({"id": "re_unknown"}, "age", seconds=5).status_code == 404
    assert simulator.decide_refund({"id": "re_unknown"}, "explode").status_code == 404
