from datetime import datetime, timedelta

import pytest
import requests
import time_machine

from tests import factories
from tests.checkout.conftest import INTENTS

JSON = {"accept": "application/json"}


@pytest.fixture
def refresh(client):
    def post(order, **headers):
        return client.post(f"/orders/{order.token}/refresh/", headers=headers)

    return post


@pytest.fixture
def payment():
    return factories.payment(factories.order(), status="in_progress")


def test_the_button_asks_fintoc_and_shows_the_order_again(refresh, fintoc, payment, client):
    fintoc.reports(payment, status="succeeded")

    response = refresh(payment.order, accept="text/html,application/xhtml+xml,*/*;q=0.8")

    assert (response.status_code, response.url) == (303, f"/orders/{payment.order.token}/")
    assert "Pago recibido." in client.get(response.url).content.decode()


def test_the_script_gets_the_status_at_once(refresh, fintoc, payment):
    fintoc.reports(payment, status="succeeded")

    response = refresh(payment.order, **JSON)

    assert response.status_code == 200
    answer = response.json()
    assert (answer["status"], answer["payment_status"]) == ("succeeded", "succeeded")
    assert set(answer) == {"status", "payment_status", "is_final", "changed_at"}


def test_fintoc_is_asked_every_five_seconds_at_most(refresh, fintoc, payment):
    fintoc.reports(payment, status="in_progress")
    with time_machine.travel(datetime.now().astimezone(), tick=False) as clock:
        refresh(payment.order, **JSON)
        clock.shift(4.9)
        refresh(payment.order, **JSON)
        assert len(fintoc.calls) == 1

        clock.shift(0.2)
        refresh(payment.order, **JSON)
        assert len(fintoc.calls) == 2


def test_fintoc_is_asked_twelve_times_in_ten_minutes_at_most(refresh, fintoc, payment):
    fintoc.reports(payment, status="in_progress")
    with time_machine.travel(datetime.now().astimezone(), tick=False) as clock:
        for _ in range(20):
            assert refresh(payment.order, **JSON).status_code == 200
            clock.shift(6)
        assert len(fintoc.calls) == 12

        clock.shift(timedelta(minutes=10))
        refresh(payment.order, **JSON)
        assert len(fintoc.calls) == 13


@pytest.mark.parametrize("status", ["succeeded", "failed", "rejected", "expired"])
def test_nothing_is_asked_when_nothing_is_unfinished(refresh, fintoc, status):
    order = factories.payment(factories.order(), status=status).order

    assert refresh(order, **JSON).status_code == 200
    assert fintoc.calls == []


def test_nothing_is_asked_about_an_order_nobody_tried_to_pay(refresh, fintoc):
    assert refresh(factories.order(), **JSON).json()["status"] == "created"
    assert fintoc.calls == []


@pytest.mark.parametrize(
    "trouble",
    [
        {"body": requests.ConnectionError("no route")},
        {"body": requests.Timeout("slow")},
        {"status": 500, "json": {"error": {"type": "api_error"}}},
        {"status": 429, "json": {"error": {"type": "rate_limit"}}},
        {"status": 200, "body": "not json"},
    ],
    ids=["away", "slow", "500", "429", "noise"],
)
def test_when_fintoc_is_away_the_shopper_sees_what_we_knew(refresh, fintoc, payment, trouble):
    fintoc.wire.add("GET", f"{INTENTS}/{payment.intent_id}", **trouble)

    response = refresh(payment.order, **JSON)

    assert response.status_code == 200
    assert response.json()["payment_status"] == "in_progress"
    assert refresh(payment.order, accept="text/html").status_code == 303


def test_an_unknown_order_is_not_found_and_nobody_is_asked(client, fintoc):
    assert client.post("/orders/no-such-order/refresh/").status_code == 404
    assert fintoc.calls == []


def test_looking_at_it_asks_nobody(client, fintoc, payment):
    assert client.get(f"/orders/{payment.order.token}/refresh/").status_code == 405
    assert fintoc.calls == []
