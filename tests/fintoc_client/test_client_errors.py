"""What comes back instead of an answer, named by what it means for the money."""

import json

import pytest

from fintoc_client.errors import NotFound, OutcomeUnknown, RateLimited, Refused, Unauthorized
from tests.fintoc_client.answers import INTENTS, refusal


@pytest.mark.parametrize("status", [400, 402, 422])
def test_a_refusal_carries_fintocs_own_words(status, api, client):
    document = refusal(code="missing_param", param="amount", message="Missing required param")
    api.post(INTENTS, json=document, status=status)

    with pytest.raises(Refused) as error:
        client.create_payment_intent(body="{}", idempotency_key="a-key")

    said = error.value
    assert (said.status, said.type) == (status, "invalid_request_error")
    assert (said.code, said.param) == ("missing_param", "amount")
    assert str(said) == f"Fintoc refused ({status} missing_param): Missing required param"


def test_an_intent_that_is_not_there_is_not_found(api, client):
    api.get(f"{INTENTS}/pi_1", json=refusal(code="missing_resource"), status=404)

    with pytest.raises(NotFound):
        client.retrieve_payment_intent("pi_1")


def test_what_fintoc_says_is_made_fit_for_logs_and_database(api, client):
    document = {"error": {"type": "a\x00b\nc\ud800", "code": {"a": 1}, "message": "x" * 9999}}
    api.post(INTENTS, body=json.dumps(document), status=400)

    with pytest.raises(Refused) as error:
        client.create_payment_intent(body="{}", idempotency_key="a-key")

    assert (error.value.type, error.value.code) == ("abc", "")
    assert len(str(error.value)) < 500


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_the_shops_own_trouble(status, api, client):
    api.post(INTENTS, json=refusal(code="invalid_api_key"), status=status)

    with pytest.raises(Unauthorized):
        client.create_payment_intent(body="{}", idempotency_key="a-key")


def test_too_many_requests_is_an_unknown_outcome_too(api, client):
    api.post(INTENTS, json=refusal(), status=429)

    with pytest.raises(RateLimited) as error:
        client.create_payment_intent(body="{}", idempotency_key="a-key")

    assert isinstance(error.value, OutcomeUnknown)
    assert error.value.fingerprint


def fingerprint(api, client, status, body):
    api.post(INTENTS, body=body, status=status)
    with pytest.raises(OutcomeUnknown) as error:
        client.create_payment_intent(body="{}", idempotency_key="a-key")
    return error.value.fingerprint


def test_the_same_stored_answer_has_the_same_fingerprint(api, client):
    first = fingerprint(api, client, 500, "oops")

    assert fingerprint(api, client, 500, "oops") == first != ""


@pytest.mark.parametrize(("status", "body"), [(503, "oops"), (500, "oops again")])
def test_another_answer_has_another_fingerprint(status, body, api, client):
    assert fingerprint(api, client, 500, "oops") != fingerprint(api, client, status, body)


@pytest.mark.parametrize("status", [300, 301, 304, 408, 409, 418, 500, 502, 503, 504])
def test_any_other_answer_is_no_clear_answer(status, api, client):
    api.post(INTENTS, json=refusal(), status=status)

    with pytest.raises(OutcomeUnknown):
        client.create_payment_intent(body="{}", idempotency_key="a-key")


SPENT = [
    (409, "idempotency_key_reused", "Keys for idempotent requests can only be used once"),
    (400, "invalid_params", "Idempotency-Key was used with different parameters"),
    (422, "idempotency_error", ""),
]


@pytest.mark.parametrize(("status", "code", "message"), SPENT)
def test_a_key_that_came_with_other_parameters_is_spent(status, code, message, api, client):
    error = {"type": "invalid_request_error", "code": code, "message": message}
    api.post(INTENTS, status=status, json={"error": error})

    with pytest.raises(OutcomeUnknown) as raised:
        client.create_payment_intent(body="{}", idempotency_key="k")

    assert raised.value.key_is_spent


@pytest.mark.parametrize("code", ["idempotency_key_in_use", "idempotent_request_in_progress"])
def test_a_key_that_is_busy_is_not_spent(code, api, client):
    error = {"type": "invalid_request_error", "code": code, "message": "try again"}
    api.post(INTENTS, status=409, json={"error": error})

    with pytest.raises(OutcomeUnknown) as raised:
        client.create_payment_intent(body="{}", idempotency_key="k")

    assert not raised.value.key_is_spent
