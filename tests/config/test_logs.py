"""The log: one line each, machines read it, and it holds no secret and nobody's data."""

import io
import json
import logging

import pytest
from django.conf import settings

from config.logs import JsonFormatter, LineFormatter, RouteNotPath, redacted
from tests import factories

SECRETS = {
    "FINTOC_SECRET_KEY": "sk_test_tests",
    "FINTOC_WEBHOOK_SECRETS": "whsec_test_tests",
    "SECRET_KEY": "a-key-for-tests-only-0123456789-0123456789-0123456789",
}
PERSONAL = {
    "mail": "cliente@example.com",
    "mail that is named as an account": "test@gmail.com",
    "mail of a shop that is named as an account": "live@tienda.cl",
    "mail at a host below the API's": "test@api.fintoc.example.com.cl",
    "mail of somebody at the API's host": "ana@api.fintoc.example.com",
    "mail in an address": "ana%40x.cl",
    "mail in an address within an address": "ana%2Bx%2540x.cl",
    "rut": "12.345.678-5",
    "rut without dots": "12345678-5",
    "account": "0422159212",
    "CLABE": "032180000118359719",
    "token": "pi_2abc_sec_9xyz",
    "order": "/orders/cG1hZ2ljLXRva2VuLTE/",
    "password": "postgres://shop:hunter22@db/shop",
}
NASTY = ["a\nb", "a\r\n2026 ERROR forged", "\x1b[2J", '"}\n{"level": "INFO"', "\u2028", "\x9b31m"]


@pytest.fixture
def lines():
    """What reaches the log, as `kind` writes it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RouteNotPath())
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield lambda: stream.getvalue().splitlines()
    logging.getLogger().removeHandler(handler)


def written(formatter, message, *arguments, **extra):
    record = logging.LogRecord("shop", logging.INFO, "", 0, message, arguments, None)
    vars(record).update(extra)
    return formatter.format(record)


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
@pytest.mark.parametrize("formatter", [JsonFormatter(), LineFormatter()], ids=["json", "line"])
def test_no_secret_is_written(secret, formatter):
    assert secret not in written(formatter, f"with {secret} in it")
    assert secret not in written(formatter, "with %s in it", secret)
    assert secret not in written(formatter, "x", value=secret)


@pytest.mark.parametrize("personal", PERSONAL.values(), ids=PERSONAL)
@pytest.mark.parametrize("formatter", [JsonFormatter(), LineFormatter()], ids=["json", "line"])
def test_nobodys_data_is_written(personal, formatter):
    assert personal not in written(formatter, f"of {personal}.")


def test_what_follows_a_hyphen_is_hidden_with_the_rest():
    assert redacted("sk_live_ab-cd whsec_ab-cd pi_2_sec_9x-yz") == "[…] […] pi_2_sec_[…]"


def test_a_traceback_is_redacted_too():
    try:
        raise ValueError(f"{settings.FINTOC_SECRET_KEY} of cliente@example.com")
    except ValueError as error:
        record = logging.LogRecord("shop", 40, "", 0, "x", (), (type(error), error, None))
    for formatter in (JsonFormatter(), LineFormatter()):
        text = formatter.format(record)
        assert "ValueError" in text and "sk_test_tests" not in text and "cliente" not in text


def test_what_is_needed_to_find_a_payment_stays():
    kept = "CL-7K2M-4QX9 evt_123 pi_abc test@api.fintoc.example.com 2026-11-23 21:50:47 $2.476"
    assert redacted(kept) == kept


@pytest.mark.parametrize("nasty", NASTY)
@pytest.mark.parametrize("formatter", [JsonFormatter(), LineFormatter()], ids=["json", "line"])
def test_a_message_is_one_line_whatever_is_in_it(nasty, formatter):
    text = written(formatter, "%s", nasty)
    assert len(text.splitlines()) == 1 and "\x1b" not in text and "\x9b" not in text


@pytest.mark.parametrize("nasty", NASTY)
def test_a_json_line_is_json_whatever_is_in_it(nasty):
    assert json.loads(written(JsonFormatter(), "%s", nasty, value=nasty))["message"] == nasty


def test_a_request_is_one_line_with_its_route_and_not_its_path(client, db, lines):
    order = factories.order()
    before = len(lines())

    client.get(f"/orders/{order.token}/?paid=1")

    (line,) = map(json.loads, lines()[before:])
    assert (line["route"], line["method"], line["status"]) == ("checkout:order", "GET", 200)
    assert line["took_ms"] >= 0 and len(line["request"]) == 16
    assert order.token not in json.dumps(line) and "paid" not in json.dumps(line)


@pytest.mark.parametrize("path", ["/orders/cG1hZ2ljLXRva2VuLTE/", "/no/such%0apage/", "/admin/x"])
def test_djangos_own_lines_have_no_path_either(path, client, db, lines):
    client.get(path)

    assert lines() and not [line for line in lines() if path.strip("/") in line]


def test_an_unknown_method_does_not_reach_the_log(client, db, lines):
    client.generic("GE\tT forged", "/")

    assert "forged" not in " ".join(lines())


def test_a_failure_of_ours_is_logged_once_with_its_reference(client, db, lines, monkeypatch):
    def fail(*_arguments, **_more):
        raise RuntimeError("a bug")

    monkeypatch.setattr("operations.readiness.HttpResponse", fail)
    client.raise_request_exception = False

    client.get("/healthz")

    assert "RuntimeError: a bug" in " ".join(lines())
    assert len({json.loads(line)["request"] for line in lines()}) == 1


def test_a_move_of_money_is_a_line_with_its_ids(client, db, lines):
    payment = factories.payment(factories.order())
    event = factories.paid_event(payment)

    factories.signed_post(client, event)

    moves = [line for line in map(json.loads, lines()) if line["logger"] == "shop.money"]
    (move,) = [line for line in moves if line["kind"] == "payment" and line["value"] == "succeeded"]
    assert move["order"] == payment.order.number
    assert move["payment"] == str(payment.reference)
    assert move["event"] == event["id"]
    assert move["request"]
