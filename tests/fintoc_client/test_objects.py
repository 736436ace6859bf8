"""Fintoc's JSON as typed values: strict where money depends on it, tolerant everywhere else."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fintoc_client.objects import (
    Event,
    PaymentIntent,
    read_event,
    read_payment_intent,
)
from fintoc_client.strict_json import Unusable, parse_json

INTENT = {
    "id": "pi_1",
    "object": "payment_intent",
    "amount": 2476,
    "currency": "CLP",
    "status": "succeeded",
    "mode": "test",
    "widget_token": "pi_1_sec_1",
    "error_reason": None,
    "reference_id": "90123712",
    "sender_account": {"number": "422159212", "institution_id": "cl_banco_de_chile"},
    "metadata": {"order": "CL-7K2M-4QX9"},
}
EVENT = {"id": "evt_1", "type": "payment_intent.succeeded", "mode": "test", "data": INTENT}


def intent_with(json_text, *, of="amount"):
    """The bytes of a payment intent in which one value is written exactly so."""
    document = json.dumps({**INTENT, of: "PLACE"})
    return document.replace('"PLACE"', json_text).encode()


UNREADABLE = {
    "NaN": intent_with("NaN"),
    "Infinity": intent_with("Infinity"),
    "-Infinity": intent_with("-Infinity"),
    "1e400": intent_with("1e400"),
    "5,000-digit integer": intent_with("9" * 5000),
    "duplicate key amount": intent_with('1, "amount": 2476'),
    "duplicate key deep inside": intent_with('{"a": 1, "a": 1}', of="metadata"),
    "nesting 100,000 deep": b"[" * 100_000 + b"]" * 100_000,
    "nesting 100,000 deep, never closed": b'{"data":' * 100_000,
    "nesting 5,000 deep": b"[" * 5_000 + b"]" * 5_000,
    "nesting 60 deep": b"[" * 60 + b"]" * 60,
    "objects 60 deep": b'{"a":' * 60 + b"1" + b"}" * 60,
    "BOM": b"\xef\xbb\xbf" + json.dumps(INTENT).encode(),
    "UTF-16": json.dumps(INTENT).encode("utf-16"),
    "UTF-16 without a BOM": json.dumps(INTENT).encode("utf-16-le"),
    "invalid UTF-8": json.dumps(INTENT).encode().replace(b"pi_1", b"pi_\xff"),
    "encoded surrogate": json.dumps(INTENT).encode().replace(b"pi_1", b"pi_\xed\xa0\x80"),
    "empty": b"",
    "not JSON": b"<html>",
    "cut short": json.dumps(INTENT).encode()[:-1],
    "two values": b"{} {}",
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_what_two_readers_could_differ_on_is_not_read(body):
    with pytest.raises(Unusable):
        parse_json(body)


def test_nesting_as_deep_as_the_limit_is_read():
    assert parse_json(b"[" * 40 + b"]" * 40)


@given(st.binary())
def test_any_bytes_are_read_or_unusable(body):
    with suppress(Unusable):
        parse_json(body)


USELESS = {
    "NUL in the id": intent_with('"pi_\\u0000"', of="id"),
    "lone high surrogate in the id": intent_with('"pi_\\ud800"', of="id"),
    "lone low surrogate in the id": intent_with('"pi_\\udc00"', of="id"),
    "NUL in the status": intent_with('"succeeded\\u0000"', of="status"),
    "lone surrogate in the reason": intent_with('"\\ud800"', of="error_reason"),
    "2^63": intent_with(str(2**63)),
    "2^53 + 1": intent_with(str(2**53 + 1)),
    "4,000-digit integer": intent_with("9" * 4000),
    "negative amount": intent_with("-1"),
    "amount true": intent_with("true"),
    "amount in quotes": intent_with('"2476"'),
    "amount 2476.0": intent_with("2476.0"),
    "amount 2.476e3": intent_with("2.476e3"),
    "amount null": intent_with("null"),
    "amount a list": intent_with("[2476]"),
    "id an object": intent_with("{}", of="id"),
    "id a number": intent_with("1", of="id"),
    "id null": intent_with("null", of="id"),
    "id empty": intent_with('""', of="id"),
    "id of 256 characters": intent_with(json.dumps("x" * 256), of="id"),
    "currency empty": intent_with('""', of="currency"),
    "currency a number": intent_with("152", of="currency"),
    "status null": intent_with("null", of="status"),
    "status a list": intent_with('["succeeded"]', of="status"),
    "another object": intent_with('"refund"', of="object"),
    "top-level list": b"[" + json.dumps(INTENT).encode() + b"]",
    "a string": b'"pi_1"',
    "null": b"null",
}


@pytest.mark.parametrize("body", USELESS.values(), ids=USELESS.keys())
def test_a_payment_intent_with_such_a_value_is_unusable(body):
    value = parse_json(body)

    with pytest.raises(Unusable):
        read_payment_intent(value)


@pytest.mark.parametrize("name", ["id", "amount", "currency", "status"])
def test_a_payment_intent_needs_what_money_depends_on(name):
    with pytest.raises(Unusable):
        read_payment_intent({key: value for key, value in INTENT.items() if key != name})


def test_a_payment_intent_is_read():
    assert read_payment_intent(INTENT) == PaymentIntent(
        id="pi_1",
        amount=2476,
        currency="CLP",
        status="succeeded",
        mode="test",
        widget_token="pi_1_sec_1",
        error_reason="",
        reference_id="90123712",
        institution_id="cl_banco_de_chile",
        account_last4="9212",
        metadata={"order": "CL-7K2M-4QX9"},
    )


def test_only_four_digits_of_an_account_are_kept():
    assert "422159212" not in repr(read_payment_intent(INTENT))


def test_nothing_but_the_four_is_needed():
    bare = {"id": "pi_1", "amount": 2476, "currency": "clp", "status": "created"}

    intent = read_payment_intent(bare)

    assert (intent.currency, intent.mode, intent.widget_token) == ("CLP", "", "")
    assert (intent.metadata, intent.account_last4) == ({}, "")


TOLERATED = {
    "an unknown status": {"status": "on_hold"},
    "an unknown field": {"fee": {"amount": 1.5}},
    "a fractional number elsewhere": {"exchange_rate": 18.25},
    "a 70-character id": {"id": "pi_" + "x" * 67},
    "an id of no known shape": {"id": "¿qué? / .. %2F"},
    "null optionals": dict.fromkeys(["widget_token", "metadata", "sender_account", "mode"]),
    "optionals of another type": {"metadata": [], "sender_account": "x", "error_reason": 5},
    "an amount of nothing": {"amount": 0},
}


@pytest.mark.parametrize("fields", TOLERATED.values(), ids=TOLERATED.keys())
def test_a_payment_intent_is_read_in_spite_of(fields):
    document = {**INTENT, **fields}

    intent = read_payment_intent(parse_json(json.dumps(document).encode()))

    assert (intent.id, intent.status) == (document["id"], document["status"])


def test_an_event_carries_the_resource_itself():
    event = read_event(EVENT)

    assert event == Event(id="evt_1", type="payment_intent.succeeded", mode="test", data=INTENT)


@pytest.mark.parametrize("name", ["id", "type", "data"])
def test_an_event_needs_its_envelope(name):
    with pytest.raises(Unusable):
        read_event({key: value for key, value in EVENT.items() if key != name})


@pytest.mark.parametrize(
    "fields",
    [
        {"id": {}},
        {"id": "evt_\x00"},
        {"id": "evt_\ud800"},
        {"type": 1},
        {"data": []},
        {"data": "x"},
    ],
    ids=str,
)
def test_an_event_with_such_a_value_is_unusable(fields):
    with pytest.raises(Unusable):
        read_event({**EVENT, **fields})


@pytest.mark.parametrize("value", [[], "evt_1", None, 7], ids=str)
def test_an_event_is_an_object(value):
    with pytest.raises(Unusable):
        read_event(value)


def test_an_event_without_a_mode_or_of_an_unknown_type_is_read():
    event = read_event({"id": "evt_1", "type": "parcel.arrived", "data": {}})

    assert (event.type, event.mode) == ("parcel.arrived", "")


def test_no_token_and_no_account_shows_in_a_repr():
    shown = repr(read_payment_intent(INTENT)) + repr(read_event(EVENT))

    assert "pi_1_sec_1" not in shown
    assert "422159212" not in shown


def test_the_reason_of_a_refusal_is_safe_to_log():
    with pytest.raises(Unusable) as refusal:
        parse_json(intent_with('"\\ud800", "id": 1', of="id"))

    assert str(refusal.value).isprintable()
