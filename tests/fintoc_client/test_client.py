"""What the client sends, and whose answer it believes."""

import pytest

from fintoc_client.client import FintocClient
from fintoc_client.errors import OutcomeUnknown
from tests.fintoc_client.answers import API, INTENTS, KEY, intent


def sent(api, number=0):
    return api.calls[number].request


def test_a_create_sends_exactly_the_bytes_it_was_given(api, client):
    api.post(INTENTS, json=intent(widget_token="pi_1_sec_1"), status=201)
    body = '{"amount": 2476,   "metadata": {"order": "ñandú"}}'

    created = client.create_payment_intent(body=body, idempotency_key="a-key")

    assert sent(api).body == body.encode()
    assert sent(api).headers["Content-Type"] == "application/json"
    assert sent(api).headers["Idempotency-Key"] == "a-key"
    assert (created.id, created.widget_token) == ("pi_1", "pi_1_sec_1")


CALLS = {
    "create": ("POST", INTENTS, lambda client: client.create_payment_intent(
        body="{}", idempotency_key="a-key"
    )),
    "retrieve": ("GET", f"{INTENTS}/pi_1", lambda client: client.retrieve_payment_intent("pi_1")),
    "list": ("GET", INTENTS, lambda client: list(client.list_payment_intents())),
}  # fmt: skip


@pytest.mark.parametrize("call", CALLS)
def test_every_request_carries_the_bare_key_and_the_version(call, api, client):
    method, url, ask = CALLS[call]
    api.add(method, url, json=[] if call == "list" else intent())

    ask(client)

    assert sent(api).headers["Authorization"] == KEY
    assert sent(api).headers["Fintoc-Version"] == "2026-02-01"
    assert sent(api).headers["Accept"] == "application/json"


@pytest.mark.parametrize("call", ["retrieve", "list"])
def test_only_a_create_has_an_idempotency_key(call, api, client):
    method, url, ask = CALLS[call]
    api.add(method, url, json=[] if call == "list" else intent())

    ask(client)

    assert "Idempotency-Key" not in sent(api).headers


def test_a_machines_netrc_does_not_replace_the_key(api, client, tmp_path, monkeypatch):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine api.fintoc.example.com login someone password else\n")
    monkeypatch.setenv("NETRC", str(netrc))
    api.get(f"{INTENTS}/pi_1", json=intent())

    client.retrieve_payment_intent("pi_1")

    assert sent(api).headers["Authorization"] == KEY


@pytest.mark.parametrize(
    ("intent_id", "path"),
    [
        ("pi/1", "pi%2F1"),
        ("pi_1?expand=all", "pi_1%3Fexpand%3Dall"),
        ("pi_1#a", "pi_1%23a"),
        ("pi 1", "pi%201"),
        ("pí_1", "p%C3%AD_1"),
        ("pi%2F1", "pi%252F1"),
    ],
)
def test_an_odd_id_stays_one_piece_of_the_path(intent_id, path, api, client):
    api.get(f"{INTENTS}/{path}", json=intent(intent_id))

    assert client.retrieve_payment_intent(intent_id).id == intent_id
    assert sent(api).url == f"{INTENTS}/{path}"


@pytest.mark.parametrize(("intent_id", "lands_at"), [("..", f"{API}/v1/"), ("", f"{INTENTS}/")])
def test_an_id_that_names_another_address_is_never_believed(intent_id, lands_at, api, client):
    api.get(lands_at, json=intent("pi_other"))

    with pytest.raises(OutcomeUnknown):
        client.retrieve_payment_intent(intent_id)


def test_the_answer_about_another_intent_is_not_believed(api, client):
    api.get(f"{INTENTS}/pi_1", json=intent("pi_2", status="succeeded"))

    with pytest.raises(OutcomeUnknown):
        client.retrieve_payment_intent("pi_1")


@pytest.mark.parametrize("key", ["sk_test_ñ€", "sk_test_\nX-Evil: 1"])
def test_a_key_that_cannot_be_sent_is_an_error_like_any_other(key):
    client = FintocClient(secret_key=key, api_url="http://127.0.0.1:9")

    with pytest.raises(OutcomeUnknown):
        client.retrieve_payment_intent("pi_1", deadline=1)


def test_the_key_never_shows(client):
    assert KEY not in repr(client) + repr(client.session) + repr(client.session.auth)
