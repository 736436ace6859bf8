"""The account's pin, and the header that wins over it."""

import pytest

OLD, NEW = "2023-11-15", "2026-02-01"
NEW_FIELDS = {"customer", "payment_method", "next_action", "subscription"}


def create(simulator, **headers):
    return simulator.create(headers=headers)


def test_an_intent_has_the_fields_of_the_version_asked_for(simulator):
    old, new = (create(simulator, **{"Fintoc-Version": version}) for version in (OLD, NEW))

    assert new.keys() - old.keys() == NEW_FIELDS
    assert not old.keys() - new.keys()


@pytest.mark.parametrize(("pin", "has_new_fields"), [(OLD, False), (NEW, True)])
def test_without_the_header_the_account_decides(simulator, pin, has_new_fields):
    simulator.switch(api_version=pin)

    assert (create(simulator).keys() >= NEW_FIELDS) is has_new_fields
    assert create(simulator, **{"Fintoc-Version": NEW}).keys() >= NEW_FIELDS


def test_events_are_written_in_the_accounts_version_not_in_the_requests(simulator, receiver):
    simulator.switch(api_version=OLD)
    simulator.decide(create(simulator, **{"Fintoc-Version": NEW}), "succeed")
    simulator.switch(api_version=NEW)
    simulator.decide(create(simulator, **{"Fintoc-Version": OLD}), "succeed")

    first, second = (received.event["data"] for received in receiver.wait_for(2))
    assert not NEW_FIELDS & first.keys()
    assert second.keys() >= NEW_FIELDS


def test_a_version_that_does_not_exist_is_refused(simulator):
    headers = {"Fintoc-Version": "2019-01-01"}
    answer = simulator.call("GET", "/v1/payment_intents", headers=headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "invalid_api_version")
