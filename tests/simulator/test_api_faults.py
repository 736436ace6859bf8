"""Faults on request: an error, a lost answer, no connection at all."""

import pytest
import requests

PATH = "/v1/payment_intents"
BODY = {"amount": 1000, "currency": "CLP"}


def post(simulator, key="key"):
    return simulator.call("POST", PATH, json=BODY, headers={"Idempotency-Key": key})


def count(simulator):
    return len(simulator.call("GET", PATH).json())


@pytest.mark.parametrize(("is_stored", "second"), [(True, 500), (False, 201)])
def test_an_error_does_nothing_and_is_repeated_under_its_key_or_not(simulator, is_stored, second):
    simulator.switch(errors_next=1, error_is_stored=is_stored)
    first = post(simulator)

    assert (first.status_code, first.json()["error"]["type"]) == (500, "api_error")
    assert count(simulator) == 0
    assert post(simulator).status_code == second
    assert post(simulator, key="another").status_code == 201


def test_a_lost_answer_is_of_something_that_was_done(simulator):
    simulator.switch(lost_answers_next=1)
    with pytest.raises(requests.ConnectionError):
        post(simulator)

    (made,) = simulator.call("GET", PATH).json()
    assert post(simulator).json()["id"] == made["id"]
    assert count(simulator) == 1


def test_while_it_is_down_nothing_is_done(simulator):
    simulator.switch(is_down=True)
    for call in (post, count):
        with pytest.raises(requests.ConnectionError):
            call(simulator)

    simulator.switch(is_down=False)
    assert count(simulator) == 0
