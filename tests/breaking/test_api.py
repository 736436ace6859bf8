"""Each fault of the API, at the shop: one payment in the end, and never two."""

import time

import pytest

from orders.models import Alert
from orders.opening import Verdict
from simulator.fault_names import FAULTS

DEADLINE = 0.7  # seconds; 8 in the shop
SLACK = 3  # for a busy machine; the fault lasts a minute
REFUSED = {"refused": Verdict.REFUSED, "unauthorized": Verdict.UNAVAILABLE}
TAKES_TOO_LONG = ("silence", "dripped_headers", "dripped_body")
MENDED_BY_A_RESEND = [name for name in FAULTS if name not in (*REFUSED, *TAKES_TOO_LONG)]


@pytest.fixture
def hurried(monkeypatch):
    """The shop gives Fintoc less time than usual."""
    with monkeypatch.context() as patch:
        patch.setattr("orders.opening.DEADLINE_SECONDS", DEADLINE)
        yield patch


def is_open_once(shop):
    """There is one payment to be paid with, and one intent at Fintoc."""
    opening = shop.open()
    assert opening.verdict is Verdict.PAY
    assert [intent["id"] for intent in shop.intents()] == [opening.payment.intent_id]
    return opening


@pytest.mark.parametrize("fault", MENDED_BY_A_RESEND, ids=lambda fault: f"api.{fault}")
def test_a_fault_that_a_resend_mends(shop, fault):
    shop.press(f"faults/{fault}")
    is_open_once(shop)

    assert len(shop.payments) == 1
    assert shop.simulator.call("GET", "/control/switches").json()["faults_next"] == 0


@pytest.mark.parametrize("fault", TAKES_TOO_LONG, ids=lambda fault: f"api.{fault}")
def test_a_fault_that_takes_too_long(shop, hurried, fault):
    shop.press(f"faults/{fault}")
    began = time.monotonic()
    shop.open()  # the resend at the very end may be quick enough, or not
    assert DEADLINE <= time.monotonic() - began < DEADLINE + SLACK

    hurried.undo()
    is_open_once(shop)
    assert len(shop.payments) == 1


@pytest.mark.parametrize("fault", REFUSED, ids=lambda fault: f"api.{fault}")
def test_a_clear_no_is_told_to_staff(shop, fault):
    shop.press(f"faults/{fault}")
    assert shop.open().verdict is REFUSED[fault]
    assert [alert.kind for alert in Alert.objects.all()] == ["shop_side"]
    assert shop.intents() == []

    is_open_once(shop)


def test_api_lost_answer(shop):
    shop.press("faults/lost_answer")
    is_open_once(shop)

    assert len(shop.payments) == 1


def test_api_stored_error(shop):
    shop.press("faults/stored_error")
    assert shop.open().verdict is Verdict.UNAVAILABLE
    assert shop.screen == "review"

    is_open_once(shop)
    assert [payment.is_current for payment in shop.payments] == [False, True]


def test_api_storm(shop):
    shop.press("faults/storm")
    assert shop.open().verdict is Verdict.UNAVAILABLE
    assert shop.intents() == []

    shop.press("faults/mend")
    is_open_once(shop)


def test_api_early(shop):
    shop.press("faults/early")
    assert shop.open().verdict is Verdict.ORDER

    assert (shop.status, shop.screen, shop.confirmations) == ("succeeded", "paid", 1)
    assert len(shop.payments) == len(shop.intents()) == 1


def test_api_down(shop):
    shop.press("faults/down")
    page = shop.client.post(f"/orders/{shop.order.token}/payments/")
    assert page.status_code == 503
    assert "No se te cobró" in page.content.decode()

    shop.press("faults/mend")
    is_open_once(shop)


def test_api_slow(shop, hurried):
    shop.press("faults/slow", seconds="1")
    assert shop.open().verdict is Verdict.UNAVAILABLE

    hurried.undo()
    shop.press("faults/mend")
    is_open_once(shop)
