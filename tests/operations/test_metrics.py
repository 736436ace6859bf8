"""/metrics: figures of the whole shop, for whoever has the token."""

import logging
import re
from datetime import timedelta

import pytest
import responses
from django.db import OperationalError
from django.utils import timezone

from fintoc_client.errors import OutcomeUnknown
from operations.models import Tally
from operations.tallies import Tallies, tallies
from orders.account import fintoc
from orders.models import Alert, Payment
from tests import factories

TOKEN = {"Authorization": "Bearer a-token-for-tests"}
SAMPLE = re.compile(r'shop_[a-z_]+(\{([a-z]+="[^"\n]*",?)+\})? -?[0-9.]+(e[+-]?[0-9]+)?')


@pytest.fixture(autouse=True)
def token(settings, db):
    settings.METRICS_TOKEN = "a-token-for-tests"
    tallies.clear()
    yield
    tallies.clear()


@pytest.fixture
def figures(client):
    """The figures as the next look sees them, by name and labels."""

    def look():
        tallies.tell()
        text = client.get("/metrics", headers=TOKEN).content.decode()
        lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
        return {name: float(value) for name, _blank, value in lines}

    return look


class TestTheDoor:
    def test_is_shut_without_a_token_of_ours(self, client, settings):
        settings.METRICS_TOKEN = ""
        assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404

    @pytest.mark.parametrize("said", ["", "Bearer", "Bearer x", "a-token-for-tests", "Bearer é"])
    def test_opens_for_no_other_token(self, said, client):
        assert client.get("/metrics", headers={"Authorization": said}).status_code == 401

    def test_opens_for_the_token(self, client):
        answer = client.get("/metrics", headers=TOKEN)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")


def test_every_line_is_in_the_format(client):
    factories.payment(factories.order(), status="pending")
    tallies.add("limited", 'a "quoted"\nroute', 1)
    tallies.tell()

    lines = client.get("/metrics", headers=TOKEN).content.decode().splitlines()

    samples = [line for line in lines if not line.startswith("# TYPE shop_")]
    assert samples and [line for line in samples if not SAMPLE.fullmatch(line)] == [
        'shop_limited_total{route="a \\"quoted\\"\\nroute"} 1'
    ]


class TestFigures:
    def test_of_events_by_outcome(self, client, figures):
        factories.signed_post(client, factories.event({}, type="a.new_type"))
        factories.signed_post(client, b"[]")
        seen = figures()
        assert seen['shop_webhook_events_total{outcome="ignored"}'] == 1
        assert seen['shop_webhook_events_total{outcome="quarantined"}'] == 1

    def test_of_refused_deliveries_by_reason(self, client, figures):
        factories.signed_post(client, b"{}", secret="whsec_other")
        client.post("/webhooks/fintoc/")
        client.post("/webhooks/fintoc/")
        seen = figures()
        assert seen['shop_webhook_refused_total{reason="wrong"}'] == 1
        assert seen['shop_webhook_refused_total{reason="missing"}'] == 2

    def test_of_what_waits(self, figures):
        now = timezone.now()
        factories.payment(factories.order(), status="succeeded", now=now - timedelta(minutes=5))
        seen = figures()
        assert seen["shop_mails_waiting"] >= 1
        assert seen["shop_mails_oldest_waiting_seconds"] >= 299
        assert seen["shop_webhook_oldest_unprocessed_seconds"] == 0
        assert seen['shop_probe_level{probe="worker"}'] == 2

    def test_of_unfinished_payments_by_age(self, figures):
        factories.payment(factories.order(), status="pending")
        old = factories.payment(factories.order(), status="pending")
        then = timezone.now() - timedelta(days=2)
        Payment.objects.filter(pk=old.pk).update(created_at=then)
        seen = figures()
        ages = [seen[f'shop_payments{{status="pending",le="{le}"}}'] for le in ("1h", "1d", "10d")]
        assert ages == [1, 1, 2]
        assert seen['shop_payments{status="pending",le="+Inf"}'] == 2

    def test_of_open_alerts(self, figures):
        Alert.raise_once(kind="request", subject="x", now=timezone.now())
        assert figures()['shop_alerts_open{kind="request"}'] == 1

    def test_of_calls_to_fintoc(self, figures):
        with responses.RequestsMock() as wire:
            wire.get(f"{factories.INTENTS}/pi_1", status=503)
            with pytest.raises(OutcomeUnknown):
                fintoc().retrieve_payment_intent("pi_1")
        seen = figures()
        assert seen['shop_fintoc_calls_total{outcome="OutcomeUnknown"}'] == 1
        assert seen["shop_fintoc_seconds_count"] == 1
        assert seen['shop_fintoc_seconds_bucket{le="8.0"}'] == 1

    def test_of_visits_turned_away(self, client, figures):
        token = factories.order().token
        for _time in range(21):
            client.post(f"/orders/{token}/cancel/")
        assert figures()['shop_limited_total{route="checkout:cancel"}'] == 1


class TestWhatIsCounted:
    def test_is_of_all_processes_together(self):
        one, other = Tallies(), Tallies()
        one.add("x", "y", 2)
        other.add("x", "y", 3)
        one.tell()
        other.tell()
        assert Tally.objects.get().value == 5

    def test_is_not_lost_while_the_database_is_away(self, monkeypatch):
        counted = Tallies()
        counted.add("x", "y")
        with monkeypatch.context() as patch:

            def fail(*_arguments):
                raise OperationalError("gone")

            patch.setattr(Tally, "add", fail)
            counted.tell()
        counted.tell()
        assert Tally.objects.get().value == 1

    @pytest.mark.django_db(transaction=True)
    def test_is_told_at_most_every_few_seconds(self):
        counted = Tallies()
        counted.add("x", "y")
        counted.tell_if_due()
        counted.add("x", "y")
        counted.tell_if_due()
        assert Tally.objects.get().value == 1


def test_a_line_that_counts_nothing_counts_nothing():
    logging.getLogger("any").warning("nothing")
    assert not tallies.counted
