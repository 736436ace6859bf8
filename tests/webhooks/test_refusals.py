"""What is refused is counted by day and reason, however much comes at once, and never kept."""

import time
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import timezone

from fintoc_client.signature import InvalidSignature
from tests import factories
from tests.races import at_once, together
from webhooks.models import Refusal, WebhookEvent

pytestmark = pytest.mark.django_db

URL = "/webhooks/fintoc/"
AT_ONCE = 8


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
    (row,) = Refusal.by_reason()
    assert (row["reason"], row["number"]) == (reason, 2)
    assert not WebhookEvent.objects.exists()


def test_a_shop_without_a_secret_counts_what_it_could_not_read(client, settings):
    settings.FINTOC_WEBHOOK_SECRETS = []
    assert posted(client) == 503
    assert Refusal.objects.get().reason == Refusal.NO_SECRET


def test_every_reason_there_is_has_a_way():
    assert {*WAYS, Refusal.NO_SECRET} == set(Refusal.REASONS)


def test_what_is_rightly_signed_is_no_refusal(client):
    factories.signed_post(client, factories.event({}, type="a.new_type"))
    assert not Refusal.objects.exists()


def test_a_day_is_a_row_of_its_own(client):
    now = timezone.now()
    for days in (0, 1, 1):
        Refusal.add(InvalidSignature.WRONG, now=now - timedelta(days=days))
    assert [row.number for row in Refusal.objects.order_by("-day")] == [1, 2]
    assert Refusal.by_reason(since=timezone.localdate(now))[0]["number"] == 1


def test_it_is_refused_all_the_same_while_the_database_is_away(client, monkeypatch):
    def away(*_args, **_kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr(Refusal, "add", away)
    assert wrong_secret(client) == 400


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_counted():
    jobs = [lambda: Refusal.add(InvalidSignature.WRONG, now=timezone.now())] * AT_ONCE
    at_once(together(jobs), threads=AT_ONCE)
    assert Refusal.objects.get().number == AT_ONCE
