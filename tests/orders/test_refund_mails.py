"""The shopper hears of a refund once per state, with the words of their country."""

import pytest
from django.core import mail

from operations.worker import turn
from tests import factories
from tests.orders.test_refunds import heard, request

pytestmark = pytest.mark.django_db


def told():
    while turn():
        pass
    wanted = ("evol", "refund")
    return [each for each in mail.outbox if any(word in each.subject.lower() for word in wanted)]


def reports(client, payment, *words):
    refund = request(payment)
    refund.put_off(until=None)  # nobody sends it here: Fintoc's reports come by themselves
    for word in words:
        heard(client, refund, word, failure_code="x" if word == "failed" else None)
        told()
    return [each.subject for each in told()]


def test_it_is_on_its_way_and_then_sent_each_once(payment, client):
    words = ("created", "created", "in_progress", "succeeded", "succeeded")
    assert reports(client, payment, *words) == [
        "Devolución de $5.000 en camino",
        "Devolución de $5.000 enviada",
    ]
    on_its_way, sent = told()
    assert "como máximo 1 día hábil" in on_its_way.body and on_its_way.to == ["cliente@example.com"]
    assert "terminada en 9212" in sent.body


def test_in_mexico_no_day_is_promised(payment, client, settings):
    settings.STORE_COUNTRY = "mx"
    reports(client, payment, "created")
    (on_its_way,) = told()
    assert "próximos días hábiles" in on_its_way.body and "1 día hábil" not in on_its_way.body


def test_one_that_failed_asks_for_another_account(payment, client):
    assert (
        reports(client, payment, "created", "failed")[1] == "No pudimos devolverte $5.000 todavía"
    )
    assert "otra cuenta a tu nombre" in told()[1].body


def test_one_that_was_taken_back_says_so_to_whoever_was_told_of_it(payment, client):
    assert reports(client, payment, "created", "canceled")[1] == "Devolución de $5.000 anulada"


def test_one_that_was_taken_back_before_anybody_was_told_says_nothing(payment, client):
    assert reports(client, payment, "canceled") == []


def test_news_that_are_old_by_the_time_they_would_go_out_are_dropped(payment, client):
    refund = request(payment)
    refund.put_off(until=None)
    heard(client, refund, "created")
    heard(client, refund, "succeeded")
    assert [each.subject for each in told()] == ["Devolución de $5.000 enviada"]


def test_in_english_too(client):
    payment = factories.payment(factories.order(language="en"), status="succeeded")
    assert reports(client, payment, "created") == ["Refund of $5.000 on its way"]
