import re

import pytest


def test_a_created_intent_has_every_field_and_a_widget_token(simulator):
    intent = simulator.create(customer_email="name@example.com", metadata={"order": "CL-1"})

    assert re.fullmatch(r"pi_[A-Za-z0-9]+", intent["id"])
    assert re.fullmatch(rf"{intent['id']}_sec_[A-Za-z0-9]+", intent["widget_token"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", intent["created_at"])
    assert intent["recipient_account"].keys() == {"holder_id", "number", "type", "institution_id"}
    shown = {
        "object": "payment_intent",
        "amount": 2476,
        "currency": "CLP",
        "status": "created",
        "mode": "test",
        "customer_email": "name@example.com",
        "metadata": {"order": "CL-1"},
        "sender_account": None,
        "reference_id": None,
        "error_reason": None,
        "transaction_date": None,
        "payment_type": "bank_transfer",
    }
    assert {name: intent[name] for name in shown} == shown


def test_it_is_retrieved_the_same_but_without_its_token(simulator):
    intent = simulator.create()

    assert simulator.retrieve(intent) == {**intent, "widget_token": None}


@pytest.mark.parametrize("currency", ["clp", "CLP", "mxn", "Mxn"])
def test_the_currency_may_be_written_in_any_case(simulator, currency):
    assert simulator.create(currency=currency)["currency"] == currency.upper()


def test_metadata_comes_back_as_it_went(simulator):
    metadata = {"text": "ñandú ✓", "number": 7, "fraction": 1.5, "yes": True, "x" * 40: "y" * 500}

    assert simulator.retrieve(simulator.create(metadata=metadata))["metadata"] == metadata


def test_keys_it_does_not_know_are_ignored(simulator):
    assert "path_" not in simulator.create(path_="/v1/payment_intents", idempotency_key="x")


def test_a_direct_payment_keeps_its_recipient(simulator):
    account = {
        "holder_id": "111111111",
        "number": "987654",
        "type": "checking_account",
        "institution_id": "cl_banco_de_prueba_b",
    }

    assert simulator.create(recipient_account=account)["recipient_account"] == account


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"amount": None}, "missing_parameter", "amount"),
        ({"amount": 0}, "invalid_amount", "amount"),
        ({"amount": -1}, "invalid_amount", "amount"),
        ({"amount": 10.5}, "invalid_amount", "amount"),
        ({"amount": 10.0}, "invalid_amount", "amount"),
        ({"amount": "1000"}, "invalid_amount", "amount"),
        ({"amount": True}, "invalid_amount", "amount"),
        ({"amount": 10**30}, "invalid_amount", "amount"),
        ({"currency": None}, "missing_parameter", "currency"),
        ({"currency": "USD"}, "invalid_currency", "currency"),
        ({"currency": 5}, "invalid_currency", "currency"),
        ({"customer_email": 5}, "invalid_string", "customer_email"),
        ({"metadata": "x"}, "invalid_hash", "metadata"),
        ({"metadata": {f"k{n}": n for n in range(51)}}, "invalid_hash", "metadata"),
        ({"metadata": {"k" * 41: "v"}}, "invalid_string_size", "metadata"),
        ({"metadata": {"k": "v" * 501}}, "invalid_string_size", "metadata"),
        ({"metadata": {"k": None}}, "invalid_params", "metadata"),
        ({"metadata": {"k": ["v"]}}, "invalid_params", "metadata"),
        ({"recipient_account": {}}, "invalid_payment_recipient_account", "recipient_account"),
        ({"payment_type": "card"}, "invalid_enum", "payment_type"),
    ],
)
def test_what_cannot_be_paid_is_refused_with_a_reason(simulator, change, code, param):
    body = {"amount": 1000, "currency": "CLP", **change}
    answer = simulator.call("POST", "/v1/payment_intents", json=body)

    error = answer.json()["error"]
    assert (answer.status_code, error["type"]) == (400, "invalid_request_error")
    assert (error["code"], error["param"]) == (code, param)
    assert error["message"] and error["doc_url"]
    assert simulator.call("GET", "/v1/payment_intents").json() == []


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"amount": NaN}',
        b'{"metadata": {"k": 1e999}}',
        b'{"metadata": {"k": "\\ud800"}}',
        b"[" * 100_000,
        b'{"metadata": ' + b'{"k": ' * 50 + b"1" + b"}" * 50 + b"}",
        b'{"metadata": ' + b"[" * 50 + b"]" * 50 + b"}",
        b'{"amount": ' + b"9" * 5000 + b"}",
    ],
)
def test_a_body_that_is_not_a_json_object_is_refused(simulator, body):
    answer = simulator.call("POST", "/v1/payment_intents", data=body)

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_json")


def test_a_body_of_fifty_levels_is_read(simulator):
    body = b'{"metadata": ' + b"[" * 49 + b"]" * 49 + b"}"
    answer = simulator.call("POST", "/v1/payment_intents", data=body)

    assert answer.json()["error"]["code"] != "invalid_json"


@pytest.mark.parametrize("path", ["/v1/payment_intents", "/control/switches"])
def test_a_body_in_chunks_is_refused_in_the_envelope_and_the_connection_closed(simulator, path):
    answer = simulator.call("POST", path, data=iter([b'{"amount": 2476, ', b'"currency": "CLP"}']))

    assert (answer.status_code, answer.headers["Connection"]) == (411, "close")
    assert answer.json()["error"]["code"] == "length_required"
    assert simulator.call("GET", "/v1/payment_intents").json() == []


def test_a_body_of_megabytes_is_refused_in_the_envelope(simulator):
    answer = simulator.call("POST", "/v1/payment_intents", data=b"x" * 3_000_000)

    assert (answer.status_code, answer.json()["error"]["type"]) == (400, "invalid_request_error")
