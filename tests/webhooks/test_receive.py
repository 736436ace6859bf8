"""POST /webhooks/fintoc/: what is believed, what is kept, what is asked for again.

What is rightly signed and unusable: test_poison.py. How many statements it takes:
tests/figures/test_statements.py.
"""

import time
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import InterfaceError, OperationalError

from fintoc_client.signature import sign
from orders.models import Alert, Outbox
from tests import factories
from tests.settings import FINTOC_WEBHOOK_SECRETS
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db

URL = "/webhooks/fintoc/"


@pytest.fixture
def payment():
    return factories.payment(factories.order())


def event_of(payment, word="succeeded", **fields):
    data = factories.intent(payment, status=word, widget_token=None)
    return factories.event(data, type=f"payment_intent.{word}", **fields)


def status_of(payment):
    payment.order.refresh_from_db()
    return payment.order.status


@pytest.mark.parametrize("word", ["succeeded", "failed", "rejected", "pending"])
def test_a_signed_event_moves_the_order_to_its_word(client, payment, word):
    assert factories.signed_post(client, event_of(payment, word)).status_code == 200
    assert status_of(payment) == word
    assert WebhookEvent.objects.get().outcome == "applied"


@pytest.mark.parametrize(
    ("word", "status"), [("requires_action", "pending"), ("expired", "created")]
)
def test_so_do_the_two_that_the_quickstart_does_not_name(client, payment, word, status):
    assert factories.signed_post(client, event_of(payment, word)).status_code == 200
    assert status_of(payment) == status
    payment.refresh_from_db()
    assert payment.status == word


@pytest.mark.parametrize("path", ["/webhooks/fintoc/", "/webhooks/fintoc"])
def test_both_forms_of_the_address_hear_and_neither_redirects(client, payment, path):
    assert factories.signed_post(client, event_of(payment), path=path).status_code == 200


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("path", ["/webhooks/fintoc/", "/webhooks/fintoc"])
def test_other_methods_are_refused(client, method, path):
    assert getattr(client, method)(path).status_code == 405


def test_the_same_event_again_is_acknowledged_and_changes_nothing(client, payment):
    event = event_of(payment)
    for _time in range(5):
        assert factories.signed_post(client, event).status_code == 200
    assert WebhookEvent.objects.count() == Outbox.objects.filter(kind="E1").count() == 1


@pytest.mark.parametrize("header", [None, "", "x", "t=1,v1=00", "t=1,v1=é"])
def test_an_unsigned_or_wrongly_signed_event_is_refused_and_leaves_nothing(client, payment, header):
    headers = {} if header is None else {"Fintoc-Signature": header}
    body = b"{}"
    answer = client.post(URL, body, content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert not WebhookEvent.objects.exists()


@pytest.mark.parametrize("age", [-301, 301, 3600])
@time_machine.travel(datetime(2026, 11, 27, tzinfo=UTC), tick=False)
def test_a_replay_outside_the_tolerance_is_refused(client, payment, age):
    answer = factories.signed_post(client, event_of(payment), timestamp=int(time.time()) - age)
    assert answer.status_code == 400
    assert status_of(payment) == "created"


def test_while_a_secret_is_rotated_both_are_believed(client, payment, settings):
    settings.FINTOC_WEBHOOK_SECRETS = ["whsec_old", "whsec_new"]
    for secret in settings.FINTOC_WEBHOOK_SECRETS:
        event = event_of(payment, "pending")
        assert factories.signed_post(client, event, secret=secret).status_code == 200


def test_without_a_secret_nobody_is_believed(client, payment, settings):
    settings.FINTOC_WEBHOOK_SECRETS = []
    assert factories.signed_post(client, event_of(payment), secret="x").status_code == 503
    settings.FINTOC_WEBHOOK_SECRETS = [""]
    body = b"{}"
    forged = sign(body=body, secret="", timestamp=int(time.time()))
    answer = client.post(
        URL, body, content_type="application/json", headers={"Fintoc-Signature": forged}
    )
    assert answer.status_code == 400


def test_a_body_over_64_kib_is_refused_unread(client):
    assert factories.signed_post(client, b"[" * (64 * 1024 + 1)).status_code == 413
    assert not WebhookEvent.objects.exists()


def test_a_type_nobody_knows_is_kept_and_acknowledged(client, payment):
    event = factories.event(factories.intent(payment), type="payment_intent.sublimated")
    assert factories.signed_post(client, event).status_code == 200
    assert WebhookEvent.objects.get().outcome == "ignored"
    assert status_of(payment) == "created"


def test_somebody_elses_payment_is_kept_acknowledged_and_worries_nobody(client, payment):
    data = {**factories.intent(payment), "id": "pi_theirs", "metadata": {}, "status": "succeeded"}
    assert factories.signed_post(client, factories.event(data)).status_code == 200
    assert WebhookEvent.objects.get().outcome == "foreign"
    assert not Alert.objects.exists()


def test_ours_without_a_row_is_parked_for_the_worker(client, payment):
    data = {**factories.intent(payment), "id": "pi_early", "status": "succeeded"}
    data["metadata"] = {**data["metadata"], "payment": "6c1a3e0a-0000-4000-8000-000000000000"}
    assert factories.signed_post(client, factories.event(data)).status_code == 200
    row = WebhookEvent.objects.get()
    assert row.outcome == "parked" and row.due_at is not None and row.processed_at is None


def test_a_forged_amount_is_not_believed(client, payment):
    event = event_of(payment)
    event["data"]["amount"] = 1
    assert factories.signed_post(client, event).status_code == 200
    assert status_of(payment) == "created"
    assert WebhookEvent.objects.get().outcome == "differs"


def test_an_event_that_contradicts_itself_about_the_mode_is_not_believed(client, payment):
    event = event_of(payment, mode="test")
    event["data"]["mode"] = "live"
    assert factories.signed_post(client, event).status_code == 200
    assert status_of(payment) == "created"
    assert WebhookEvent.objects.get().outcome == "differs"


def test_what_fails_is_kept_undone_and_asked_for_again(client, payment, monkeypatch):
    def broken(**_facts):
        Outbox.objects.all().delete()
        payment.order.touch(now=payment.created_at)
        raise RuntimeError("a bug of ours")

    event = event_of(payment)
    with monkeypatch.context() as patch:
        patch.setattr("webhooks.handlers.record_result", broken)
        answer = factories.signed_post(client, event)
    assert answer.status_code == 503 and answer["Retry-After"]
    row = WebhookEvent.objects.get()
    assert row.outcome == "failed" and "a bug of ours" in row.error and row.due_at

    assert factories.signed_post(client, event).status_code == 200
    assert status_of(payment) == "succeeded"
    assert WebhookEvent.objects.get().outcome == "applied"


def test_an_event_that_could_not_be_kept_is_not_done(client, payment, monkeypatch):
    """Its effect was undone with it, so the next delivery has everything still to do."""
    event, keep = event_of(payment), WebhookEvent._keep
    moments = iter([RuntimeError("not now")])

    def at_the_second_try(row):
        for error in moments:
            raise error
        keep(row)

    with monkeypatch.context() as patch:
        patch.setattr(WebhookEvent, "_keep", at_the_second_try)
        assert factories.signed_post(client, event).status_code == 503
    assert (WebhookEvent.objects.get().is_done, status_of(payment)) == (False, "created")

    assert factories.signed_post(client, event).status_code == 200
    assert status_of(payment) == "succeeded"


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_without_a_database_it_is_asked_for_again(client, payment, monkeypatch, error):
    def away(*_args, **_kwargs):
        raise error("the database is away")

    monkeypatch.setattr("webhooks.views.hear", away)
    assert factories.signed_post(client, event_of(payment)).status_code == 503


def test_account_numbers_and_persons_are_not_kept(client, payment):
    event = event_of(payment)
    event["data"]["sender_account"]["holder_id"] = "183917137"
    event["data"]["widget_token"] = "pi_1_sec_1"
    factories.signed_post(client, event)
    kept = str(WebhookEvent.objects.get().payload)
    assert "422159212" not in kept and "183917137" not in kept and "_sec_" not in kept
    assert "…9212" in kept


def test_the_row_says_whose_event_it_was(client, payment):
    factories.signed_post(client, event_of(payment))
    row = WebhookEvent.objects.get()
    assert (row.mode, row.account) == ("test", "test@api.fintoc.example.com")
    assert len(row.sha256) == 64


def test_ids_have_no_shape(client, payment):
    event = event_of(payment, id="x" * 70)
    assert factories.signed_post(client, event).status_code == 200
    assert status_of(payment) == "succeeded"


def test_what_a_database_cannot_store_elsewhere_in_an_event_does_not_stop_it(client, payment):
    event = event_of(payment)
    event["data"]["customer_email"] = "a\x00b"
    event["data"]["business_profile"] = {"na\x00me": ["\ud800"]}
    assert factories.signed_post(client, event).status_code == 200
    assert status_of(payment) == "succeeded"


def test_neither_the_secret_nor_the_body_reaches_the_log(client, payment, caplog):
    answer = client.post(
        URL,
        b"canary-body",
        content_type="application/json",
        headers={"Fintoc-Signature": "t=1,v1=canary"},
    )
    assert answer.status_code == 400
    assert "canary" not in caplog.text and FINTOC_WEBHOOK_SECRETS[0] not in caplog.text


def test_pieces_are_asked_for_their_length_where_the_server_does_not_end_them(client):
    answer = client.generic("POST", URL, b"", headers={"Transfer-Encoding": "chunked"})

    assert (answer.status_code, b"Content-Length" in answer.content) == (411, True)


def test_a_line_that_breaks_while_the_body_comes_is_a_refusal(client, monkeypatch):
    def broken(_request, *_arguments):
        raise OSError("reset")

    monkeypatch.setattr("django.http.request.HttpRequest.read", broken)

    assert factories.signed_post(client, b"{}").status_code == 400
