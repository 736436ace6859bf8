"""Checkout sessions: what is sent, what is read, and what is not believed."""

import json
from datetime import UTC, datetime

import pytest

from fintoc_client.errors import NotFound, OutcomeUnknown, Refused
from fintoc_client.objects import read_checkout_session
from fintoc_client.strict_json import Unusable
from tests.fintoc_client.answers import KEY, SESSIONS, intent, refusal, session

PAGE = "https://checkout.fintoc.com/checkout_session_1"


def sent(api, number=0):
    return api.calls[number].request


def test_a_create_sends_exactly_the_bytes_it_was_given_to_v2(api, client):
    api.post(SESSIONS, json=session(redirect_url=PAGE), status=201)
    body = '{"amount": 2476,   "metadata": {"order": "ñandú"}}'

    made = client.create_checkout_session(body=body, idempotency_key="a-key")

    assert sent(api).body == body.encode()
    assert sent(api).headers["Idempotency-Key"] == "a-key"
    assert sent(api).headers["Authorization"] == KEY
    assert sent(api).headers["Fintoc-Version"] == "2026-02-01"  # v2 is not there before it
    assert (made.id, made.redirect_url) == ("cs_1", PAGE)


def test_a_session_is_retrieved_without_a_key_for_its_repetition(api, client):
    api.get(f"{SESSIONS}/cs_1", json=session(status="finished"))

    assert client.retrieve_checkout_session("cs_1").status == "finished"
    assert "Idempotency-Key" not in sent(api).headers


def test_the_answer_about_another_session_is_not_believed(api, client):
    api.get(f"{SESSIONS}/cs_1", json=session("cs_2"))

    with pytest.raises(OutcomeUnknown):
        client.retrieve_checkout_session("cs_1")


def test_a_session_that_fintoc_does_not_know_is_told_apart(api, client):
    api.get(f"{SESSIONS}/cs_1", json=refusal(code="missing_resource"), status=404)

    with pytest.raises(NotFound):
        client.retrieve_checkout_session("cs_1")


def test_expiring_has_a_key_of_its_own_each_time(api, client):
    api.post(f"{SESSIONS}/cs_1/expire", json=session(status="expired"), status=201)

    assert client.expire_checkout_session("cs_1").status == "expired"
    client.expire_checkout_session("cs_1")
    keys = {sent(api, number).headers["Idempotency-Key"] for number in (0, 1)}
    assert len(keys) == 2
    assert json.loads(sent(api).body) == {}


def test_a_session_that_was_begun_cannot_be_expired(api, client):
    api.post(f"{SESSIONS}/cs_1/expire", json=refusal(code="invalid_params"), status=400)

    with pytest.raises(Refused):
        client.expire_checkout_session("cs_1")


def test_a_session_is_read_with_the_intent_in_it():
    read = read_checkout_session(
        session(
            object="checkout_session",
            currency="clp",
            mode="test",
            redirect_url=PAGE,
            expires_at="2026-11-23T20:00:00Z",
            metadata={"order": "CL-1"},
            payment_resource={"payment_intent": intent("pi_9", status="pending")},
        )
    )
    assert (read.amount, read.currency, read.mode) == (2476, "CLP", "test")
    assert read.expires_at == datetime(2026, 11, 23, 20, tzinfo=UTC)
    assert read.metadata == {"order": "CL-1"}
    assert (read.intent.id, read.intent.status) == ("pi_9", "pending")
    assert PAGE not in repr(read)  # whoever has the address may pay


@pytest.mark.parametrize(
    "resource",
    [None, {}, {"payment_intent": None}, {"setup_intent": {"id": "si_1"}}, "pi_1", []],
)
def test_a_session_nobody_has_begun_to_pay_has_no_intent(resource):
    assert read_checkout_session(session(payment_resource=resource)).intent is None
    assert read_checkout_session(session()).intent is None


def test_an_intent_without_a_name_around_it_is_read_as_well():
    nested = intent("pi_9", object="payment_intent")

    assert read_checkout_session(session(payment_resource=nested)).intent.id == "pi_9"


def test_a_session_that_takes_no_payment_is_no_mistake():
    read = read_checkout_session({"id": "cs_1", "status": "created", "amount": None})

    assert (read.amount, read.currency, read.expires_at) == (None, "", None)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "//a.example.com", "data:text/html,x", "https://", "http://[", "", 7],
)
def test_an_address_that_no_browser_may_be_sent_to_is_none(address):
    assert read_checkout_session(session(redirect_url=address)).redirect_url == ""


@pytest.mark.parametrize(
    "broken",
    [
        {"id": ""},
        {"id": 7},
        {"status": None},
        {"amount": "2476"},
        {"amount": True},
        {"object": "payment_intent"},
        {"payment_resource": {"payment_intent": {"id": "pi_1"}}},
    ],
)
def test_what_money_depends_on_is_not_guessed(broken):
    with pytest.raises(Unusable):
        read_checkout_session(session(**broken))
