"""Every way Fintoc's API can go wrong, from a real server: each ends in a named error, in time."""

import gc
import gzip
import json
import time

import pytest

from fintoc_client.errors import (
    FintocError,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unauthorized,
)
from tests.fintoc_client.fault_server import (
    answering,
    dripping,
    flood,
    reset,
    sending,
    silence,
)

DEADLINE = 0.4  # seconds; 8 in the shop
SLACK = 3  # for a busy machine; what is dripped here lasts half a minute

INTENT = {"id": "pi_1", "amount": 2476, "currency": "CLP", "status": "created"}
GOOD = json.dumps(INTENT).encode()
REFUSAL = json.dumps(
    {"error": {"type": "invalid_request_error", "code": "missing_param", "param": "amount"}}
).encode()
BARE_500 = b'{"message": "oops"}'
HEADERS = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"

FAULTS = {
    "4xx JSON": (answering(REFUSAL, status="400 Bad Request"), Refused),
    "402 JSON": (answering(REFUSAL, status="402 Payment Required"), Refused),
    "404 JSON": (answering(REFUSAL, status="404 Not Found"), NotFound),
    "422 JSON": (answering(REFUSAL, status="422 Unprocessable Entity"), Refused),
    "404 HTML of a proxy": (answering(b"<html>", status="404 Not Found"), OutcomeUnknown),
    "400 with an odd error": (answering(b'{"error": "x"}', status="400 Bad"), OutcomeUnknown),
    "408": (answering(REFUSAL, status="408 Request Timeout"), OutcomeUnknown),
    "409": (answering(REFUSAL, status="409 Conflict"), OutcomeUnknown),
    "5xx JSON": (answering(REFUSAL, status="500 Internal Server Error"), OutcomeUnknown),
    "5xx without error": (answering(BARE_500, status="500 Oops"), OutcomeUnknown),
    "502 HTML": (answering(b"<h1>Bad gateway</h1>", status="502 Bad Gateway"), OutcomeUnknown),
    "429": (answering(REFUSAL, status="429 Too Many Requests"), RateLimited),
    "401": (answering(REFUSAL, status="401 Unauthorized"), Unauthorized),
    "403 HTML": (answering(b"<html>", status="403 Forbidden"), Unauthorized),
    "200 HTML": (answering(b"<!doctype html><title>Hi</title>"), OutcomeUnknown),
    "200 empty": (answering(b""), OutcomeUnknown),
    "204": (sending(b"HTTP/1.1 204 No Content\r\n\r\n"), OutcomeUnknown),
    "200 list": (answering(b"[" + GOOD + b"]"), OutcomeUnknown),
    "200 null": (answering(b"null"), OutcomeUnknown),
    "200 without an id": (answering(b'{"amount": 2476, "status": "created"}'), OutcomeUnknown),
    "truncated body": (answering(GOOD[:20], length=len(GOOD)), OutcomeUnknown),
    "truncated after whole JSON": (answering(GOOD, length=len(GOOD) + 10), OutcomeUnknown),
    "JSON 100,000 deep": (answering(b"[" * 100_000 + b"]" * 100_000), OutcomeUnknown),
    "refusal 100,000 deep": (answering(b"[" * 100_000, status="400 Bad"), OutcomeUnknown),
    "redirect": (
        answering(b"", status="302 Found", headers="Location: /elsewhere\r\n"),
        OutcomeUnknown,
    ),
    "connection reset": (reset, OutcomeUnknown),
    "hanging up without a word": (sending(b""), OutcomeUnknown),
    "reset inside the headers": (sending(b"HTTP/1.1 200 OK\r\nContent-"), OutcomeUnknown),
    "not HTTP": (sending(b"220 smtp.example.com ESMTP\r\n"), OutcomeUnknown),
    "a header without end": (sending(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 99_999), OutcomeUnknown),
    "a thousand headers": (sending(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 999), OutcomeUnknown),
    "broken gzip": (answering(GOOD, headers="Content-Encoding: gzip\r\n"), OutcomeUnknown),
    "broken chunks": (
        sending(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        OutcomeUnknown,
    ),
    "silence": (silence, OutcomeUnknown),
    "headers dripped": (dripping(b"HTTP/1.1 200 OK\r\nX-Drip: ", b"x"), OutcomeUnknown),
    "the first line dripped": (dripping(b"", b"H"), OutcomeUnknown),
    "body dripped": (dripping(HEADERS, b" "), OutcomeUnknown),
    "body dripped without a length": (dripping(b"HTTP/1.1 200 OK\r\n\r\n", b" "), OutcomeUnknown),
    "chunks dripped": (
        dripping(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        OutcomeUnknown,
    ),
    "flood of 100 MiB": (flood, OutcomeUnknown),
    "flood in little gzip": (
        answering(gzip.compress(b" " * 10_000_000), headers="Content-Encoding: gzip\r\n"),
        OutcomeUnknown,
    ),
}


@pytest.mark.parametrize(("behavior", "expected"), FAULTS.values(), ids=FAULTS.keys())
@pytest.mark.parametrize("call", ["create", "retrieve"])
def test_a_fault_is_a_named_error_within_the_deadline(call, behavior, expected, serve, client_of):
    client = client_of(serve(behavior))
    started_at = time.monotonic()

    with pytest.raises(FintocError) as error:
        CALLS[call](client)

    assert type(error.value) is expected
    assert time.monotonic() - started_at < DEADLINE + SLACK
    assert "sk_test_tests" not in str(error.value)


CALLS = {
    "create": lambda client: client.create_payment_intent(
        body="{}", idempotency_key="key", deadline=DEADLINE
    ),
    "retrieve": lambda client: client.retrieve_payment_intent("pi_1", deadline=DEADLINE),
}


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_contradicting_lengths_are_an_unknown_outcome(serve, client_of):
    server = serve(answering(GOOD, headers="Content-Length: 3\r\n"))

    with pytest.raises(OutcomeUnknown):
        client_of(server).retrieve_payment_intent("pi_1", deadline=DEADLINE)

    gc.collect()  # urllib3 leaves this socket to the garbage collector, which warns of it here


def test_a_refused_connection_is_an_unknown_outcome(serve, client_of):
    server = serve(silence)
    client = client_of(server)
    server.close()

    with pytest.raises(OutcomeUnknown):
        client.retrieve_payment_intent("pi_1", deadline=DEADLINE)


@pytest.mark.parametrize("deadline", [0, -1])
def test_without_time_nothing_is_sent(deadline, serve, client_of):
    server = serve(answering(GOOD))

    with pytest.raises(OutcomeUnknown):
        client_of(server).retrieve_payment_intent("pi_1", deadline=deadline)

    assert server.requests == []


def test_a_redirect_is_not_followed(serve, client_of):
    elsewhere = serve(answering(GOOD))
    headers = f"Location: {elsewhere.url}/v1/payment_intents/pi_1\r\n"
    server = serve(answering(b"", status="307 Temporary Redirect", headers=headers))

    with pytest.raises(OutcomeUnknown):
        client_of(server).retrieve_payment_intent("pi_1", deadline=DEADLINE)

    assert elsewhere.requests == []


def test_a_fault_is_not_sent_again_by_itself(serve, client_of):
    server = serve(reset)

    with pytest.raises(OutcomeUnknown):
        client_of(server).create_payment_intent(body="{}", idempotency_key="key", deadline=DEADLINE)

    assert len(server.requests) == 1


def test_an_answer_in_small_pieces_but_in_time_is_read(serve, client_of):
    pieces = [b"HTTP/1.1 200 OK\r\nContent-Le", b"ngth: %d\r\n\r\n" % len(GOOD), GOOD[:9], GOOD[9:]]

    def behave(connection, _is_over):
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(0.05)

    assert client_of(serve(behave)).retrieve_payment_intent("pi_1").id == "pi_1"


@pytest.mark.parametrize(
    "content",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
        % (len(GOOD), GOOD),
        b"HTTP/1.1 200 OK\r\n\r\n" + GOOD,
        b"HTTP/1.0 200 OK\r\n\r\n" + GOOD,
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(GOOD),
    ],
    ids=["chunked", "until the end of the connection", "HTTP/1.0", "gzip"],
)
def test_an_answer_in_any_framing_is_read(content, serve, client_of):
    client = client_of(serve(sending(content)))

    assert client.retrieve_payment_intent("pi_1").amount == 2476


def test_a_connection_that_is_used_again_gets_its_own_time(serve, client_of):
    def behave(connection, is_over):
        while not is_over.is_set():
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(GOOD))
            time.sleep(0.6)
            connection.sendall(GOOD)
            if not connection.recv(65_536):
                return

    server = serve(behave)
    client = client_of(server)

    for _ in range(2):  # longer together than one deadline
        client.retrieve_payment_intent("pi_1", deadline=1.1)
    client.session.close()

    assert len(server.requests) == 1  # of connections
