"""What is refused is counted by day and reason, and never kept; a flood writes next to nothing."""

import time
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fintoc_client.signature import InvalidSignature
from operations.tallies import EVERY_SECONDS, Tallies, tallies
from tests import factories
from tests.races import at_once, together
from webhooks.models import Refusal, WebhookEvent

pytestmark = pytest.mark.django_db

URL = "/webhooks/fintoc/"
AT_ONCE = 8
FLOOD = 1_000
STATEMENTS = 8  # of one telling: BEGIN, COMMIT, a row that is new, two savepoints


def posted(client, body=b"{}", **headers):
    answer = client.post(URL, body, content_type="application/json", headers=headers)
    return answer.status_code


def wrong_secret(client):
    return factories.signed_post(client, b"{}", secret="whsec_test_other").status_code


WAYS = {
    Refusal.TOO_LARGE: (413, lambda client: posted(client, b"x" * (64 * 1024 + 1))),
    InvalidSignature.MISSING: (400, posted),
    InvalidSignature.MALFORMED: (400, lambda client: posted(client, **{"Fintoc-Signature": "x"})),
    InvalidSignature.UNTIMELY: (
        400,
        lambda client: (
            factories.signed_post(client, b"{}", timestamp=int(time.time()) - 301).status_code
        ),
    ),
    InvalidSignature.WRONG: (400, wrong_secret),
}


@pytest.mark.parametrize("reason", WAYS)
def test_each_reason_is_counted_and_nothing_is_kept(client, reason):
    status, deliver = WAYS[reason]
    assert [deliver(client), deliver(client)] == [status, status]
    tallies.tell()
    (row,) = Refusal.by_reason()
    assert (row["reason"], row["number"]) == (reason, 2)
    assert not WebhookEvent.objects.exists()


def test_a_shop_without_a_secret_counts_what_it_could_not_read(client, settings):
    settings.FINTOC_WEBHOOK_SECRETS = []
    assert posted(client) == 503
    tallies.tell()
    assert Refusal.objects.get().reason == Refusal.NO_SECRET


def test_every_reason_there_is_has_a_way():
    assert {*WAYS, Refusal.NO_SECRET} == set(Refusal.REASONS)


def test_what_is_rightly_signed_is_no_refusal(client):
    factories.signed_post(client, factories.event({}, type="a.new_type"))
    tallies.tell()
    assert not Refusal.objects.exists()


def test_a_day_is_a_row_of_its_own(client):
    now = timezone.now()
    for days in (0, 1, 1):
        Refusal.add(InvalidSignature.WRONG, number=1, now=now - timedelta(days=days))
    assert [row.number for row in Refusal.objects.order_by("-day")] == [1, 2]
    assert Refusal.by_reason(since=timezone.localdate(now))[0]["number"] == 1


def test_it_is_counted_on_the_day_it_came_however_late_that_is_told(client):
    told_late = Tallies()
    then = timezone.now() - timedelta(days=1)
    told_late.add_refusal(InvalidSignature.WRONG, now=then)
    told_late.tell()
    row = Refusal.objects.get()
    assert (row.day, row.number, row.last_at) == (timezone.localdate(then), 1, then)


def test_it_is_not_lost_while_the_database_is_away(client, monkeypatch):
    def away(*_args, **_kwargs):
        raise OperationalError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(Refusal, "add", away)
        assert wrong_secret(client) == 400
        tallies.tell()
    tallies.tell()
    assert Refusal.objects.get().number == 1


def test_a_refused_delivery_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        for _status, deliver in WAYS.values():
            deliver(client)


@pytest.mark.django_db(transaction=True)
def test_a_flood_of_forged_deliveries_writes_a_few_times_however_many_come(client):
    tallies.told_at = 0.0  # due: the first one is told at once
    began_at = time.monotonic()
    with CaptureQueriesContext(connection) as seen:
        answers = {wrong_secret(client) for _delivery in range(FLOOD)}
    tellings = 1 + int((time.monotonic() - began_at) / EVERY_SECONDS)

    assert answers == {400}
    assert 0 < len(seen) <= tellings * STATEMENTS
    tallies.tell()
    assert Refusal.objects.get().number == FLOOD


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted():
    def add():
        Refusal.add(InvalidSignature.WRONG, number=1, now=timezone.now())

    at_once(together([add] * AT_ONCE), threads=AT_ONCE)
    assert Refusal.objects.get().number == AT_ONCE
