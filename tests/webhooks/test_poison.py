"""Rightly signed and unusable: kept once, acknowledged, told to staff once, and nothing moves."""

import json
import time

import pytest

from orders.models import Alert, Outbox
from tests import factories
from webhooks.models import WebhookEvent

pytestmark = pytest.mark.django_db

DELIVERIES = 18  # Fintoc sends it, and 17 times again


@pytest.fixture
def payment():
    return factories.payment(factories.order())


def as_text(payment):
    """A success that would be believed, were it not for what is put in."""
    return json.dumps(factories.paid_event(payment, amount=12_990))


def put(old, new):
    """Replace one piece of the text; it has to be there."""

    def poison(text):
        assert old in text
        return text.replace(old, new, 1).encode()

    return poison


AMOUNT, ID = '"amount": 12990', '{"id": "evt_'
POISONS = {
    "NUL in the id": put(ID, ID + "\\u0000"),
    "lone surrogate escape in the id": put(ID, ID + "\\ud800"),
    "NaN": put(AMOUNT, '"amount": NaN'),
    "Infinity": put(AMOUNT, '"amount": Infinity'),
    "-Infinity": put(AMOUNT, '"amount": -Infinity'),
    "1e400": put(AMOUNT, '"amount": 1e400'),
    "2^63": put(AMOUNT, f'"amount": {2**63}'),
    "2^53 + 1": put(AMOUNT, f'"amount": {2**53 + 1}'),
    "5,000-digit integer": put(AMOUNT, f'"amount": {"9" * 5_000}'),
    "amount true": put(AMOUNT, '"amount": true'),
    "amount as text": put(AMOUNT, '"amount": "12990"'),
    "amount 12990.0": put(AMOUNT, '"amount": 12990.0'),
    "amount negative": put(AMOUNT, '"amount": -12990'),
    "amount null": put(AMOUNT, '"amount": null'),
    "id an object": put(ID, '{"id": {}, "was": "evt_'),
    "id empty": put(ID, '{"id": "", "was": "evt_'),
    "id of 256 characters": put(ID, ID + "x" * 256),
    "duplicate key amount": put(AMOUNT, AMOUNT + ", " + AMOUNT),
    "top-level list": lambda text: f"[{text}]".encode(),
    "top-level null": lambda _text: b"null",
    "nesting 30,000 deep": put(AMOUNT, '"deep": ' + "[" * 30_000 + "]" * 30_000 + ", " + AMOUNT),
    "BOM": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "invalid UTF-8": lambda text: text.encode().replace(b"evt_", b"evt_\xff", 1),
    "data missing": put('"data":', '"date":'),
    "data a list": put('"data":', '"data": [], "date":'),
    "empty": lambda _text: b"",
    "not JSON": lambda text: text[:-1].encode(),
}


@pytest.mark.parametrize("poison", POISONS.values(), ids=POISONS)
def test_it_is_quarantined_once_however_often_it_is_sent(client, payment, poison):
    body = poison(as_text(payment))

    for delivery in range(DELIVERIES):
        moment = int(time.time()) - delivery  # signed anew each time
        assert factories.signed_post(client, body, timestamp=moment).status_code == 200

    assert [row.outcome for row in WebhookEvent.objects.all()] == ["quarantined"]
    assert [alert.kind for alert in Alert.objects.all()] == ["quarantined"]
    assert [mail.kind for mail in Outbox.objects.all()] == ["M2"]
    assert_nothing_moved(payment)


def test_nesting_100_000_deep_is_over_the_limit_and_refused_unread(client, payment):
    deep = put(AMOUNT, '"deep": ' + "[" * 100_000 + "]" * 100_000 + ", " + AMOUNT)

    answer = factories.signed_post(client, deep(as_text(payment)))

    assert answer.status_code == 413
    assert not WebhookEvent.objects.exists()
    assert_nothing_moved(payment)


def test_an_id_of_70_characters_is_usable(client, payment):
    body = put(ID, ID + "x" * 62)(as_text(payment))
    assert factories.signed_post(client, body).status_code == 200
    payment.order.refresh_from_db()
    assert payment.order.is_paid


def test_without_the_poison_it_is_believed(client, payment):
    """The control: nothing else is wrong with what these tests send."""
    assert factories.signed_post(client, as_text(payment).encode()).status_code == 200
    payment.order.refresh_from_db()
    assert payment.order.is_paid


def assert_nothing_moved(payment):
    payment.order.refresh_from_db()
    assert payment.order.status == "created"
    assert not Outbox.objects.exclude(kind="M2").exists()  # staff are told, the shopper is not
