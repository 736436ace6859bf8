"""Each way in which an answer can be wrong, as a client without patience meets it."""

import socket
import time

import pytest
import requests

from simulator.api.wrong_answers import FAULTS as GIVEN
from simulator.fault_names import FAULTS

PATH = "/v1/payment_intents"
BODY = {"amount": 1000, "currency": "CLP"}


def post(simulator, **options):
    headers = {"Idempotency-Key": "key"}
    return simulator.call("POST", PATH, json=BODY, headers=headers, **options)


def count(simulator):
    return len(simulator.call("GET", PATH).json())


def raw(simulator, *, seconds):
    """What comes over the line within that time, and how it ends."""
    port = int(simulator.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as connection:
        head = (
            f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {simulator.secret_key}\r\n"
        )
        connection.sendall(f"{head}\r\n".encode())
        received, ends_at = b"", time.monotonic() + seconds
        while time.monotonic() < ends_at:
            try:
                piece = connection.recv(1_000_000)
            except TimeoutError:
                return received, "open"
            except ConnectionResetError:
                return received, "reset"
            if not piece:
                return received, "closed"
            received += piece
    return received, "open"


def test_each_name_has_an_answer():
    assert set(GIVEN) == set(FAULTS)
    assert len(FAULTS) == 18


@pytest.mark.parametrize(
    ("fault", "status"), [("refused", 400), ("unauthorized", 401), ("rate_limited", 429)]
)
def test_a_refusal_does_nothing_and_is_not_stored(simulator, fault, status):
    simulator.switch(fault=fault, faults_next=1)
    answer = post(simulator)

    assert (answer.status_code, set(answer.json())) == (status, {"error"})
    assert count(simulator) == 0
    assert post(simulator).status_code == 201


@pytest.mark.parametrize(
    ("fault", "status", "text"),
    [
        ("error", 500, '{"error"'),
        ("error_without_envelope", 500, '{"oops"'),
        ("html_502", 502, "<!doctype"),
        ("html_200", 200, "<!doctype"),
        ("empty_200", 200, ""),
        ("list_200", 200, '[{"id": "pi_'),
        ("null_200", 200, "null"),
        ("deep_json", 200, "[" * 100_000),
        ("redirect", 302, ""),
    ],
)
def test_a_spoiled_answer_is_of_something_that_was_done(simulator, fault, status, text):
    simulator.switch(fault=fault, faults_next=1)
    answer = post(simulator)

    assert answer.status_code == status
    assert answer.text.startswith(text)
    assert count(simulator) == 1
    assert post(simulator).json()["id"].startswith("pi_")
    assert count(simulator) == 1


def test_a_truncated_body_is_shorter_than_it_claims(simulator):
    simulator.switch(fault="truncated", faults_next=1)
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        post(simulator)

    assert count(simulator) == 1


def test_a_reset_connection_ends_without_a_word(simulator):
    simulator.switch(fault="reset", faults_next=1)

    assert raw(simulator, seconds=5) == (b"", "reset")


def test_silence_stays_open(simulator):
    simulator.switch(fault="silence", faults_next=1)

    assert raw(simulator, seconds=0.5) == (b"", "open")


@pytest.mark.parametrize(("fault", "most"), [("dripped_headers", 6), ("dripped_body", 200)])
def test_what_drips_comes_a_byte_a_second(simulator, fault, most):
    simulator.create()
    simulator.switch(fault=fault, faults_next=1)
    received, end = raw(simulator, seconds=3.5)

    assert end == "open"
    assert 0 < len(received) < most
    assert (b"\r\n\r\n" in received) == (fault == "dripped_body")


def test_a_flood_is_a_hundred_megabytes_long(simulator):
    simulator.switch(fault="flood", faults_next=1)
    with simulator.call("GET", PATH, stream=True) as answer:
        assert answer.headers["Content-Length"] == str(100 * 1024 * 1024)
        assert next(answer.iter_content(1000)).startswith(b"[")


def test_faults_may_be_kept_to_what_creates(simulator):
    positions = {"faults_next": 1, "errors_next": 1, "lost_answers_next": 1, "rate_limited_next": 1}
    simulator.switch(fault="html_502", only_creates_fail=True, **positions)

    assert count(simulator) == 0
    left = simulator.call("GET", "/control/switches").json()
    assert {name: left[name] for name in positions} == positions
    assert post(simulator).status_code == 502


def test_an_intent_can_be_paid_and_told_before_it_is_answered(simulator, receiver):
    simulator.switch(paid_before_answer_next=1)
    made = simulator.create()
    (early,) = receiver.received

    assert made["status"] == "created"
    assert early.event["data"]["id"] == made["id"]
    assert early.event["data"]["status"] == "succeeded"
    assert simulator.create()["status"] == "created" and len(receiver.received) == 1


def test_the_script_can_be_blocked_and_slow(simulator):
    simulator.switch(script_is_blocked=True)
    with pytest.raises(requests.ConnectionError):
        simulator.call("GET", "/js/v1/", key="")
    simulator.switch(script_is_blocked=False, script_delay_ms=300)
    began = time.monotonic()

    assert simulator.call("GET", "/js/v1/", key="").status_code == 200
    assert time.monotonic() - began >= 0.3
