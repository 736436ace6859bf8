"""Is a session's metadata copied to its intents? Does a session bring several? Four positions."""

import pytest
from django.utils import timezone

from orders.account import fintoc
from orders.asking import refresh_order
from orders.expiry import Cancellation, cancel_order
from orders.models import Alert
from orders.opening import Verdict
from tests.figures.counting import confirmations
from tests.simulator.widget_pages import SentByTheShop

COPIED = pytest.mark.parametrize("copied", [True, False], ids=["copied", "not copied"])
SEVERAL = pytest.mark.parametrize("intents", ["one", "several"])


@pytest.fixture
def switched(simulator, settings):
    """Positions of the two switches, for a shop that redirects."""

    def switch(*, copied=True, intents="one"):
        simulator.switch(session_metadata_copied=copied, intents_per_session=intents)

    settings.PAYMENT_FLOW, settings.CAN_REDIRECT = "redirect", True
    return switch


@pytest.fixture
def hear_all(shop, receiver, client):
    """Give the shop what was posted by now, in one order or the other; it takes all of it."""

    def hear(count, *, backwards=False):
        deliveries = sorted(receiver.wait_for(count), key=lambda one: one.event["type"])
        for delivery in deliveries[::-1] if backwards else deliveries:
            assert shop.hear(client, delivery).status_code == 200
        shop.order.refresh_from_db()

    return hear


def marks(intent):
    return intent["metadata"].get("payment")


@COPIED
@SEVERAL
@pytest.mark.parametrize("backwards", [False, True], ids=["session first", "intent first"])
def test_a_session_that_is_paid_pays_its_order_once(
    shop, simulator, switched, hear_all, copied, intents, backwards
):
    switched(copied=copied, intents=intents)
    payment = shop.open().payment
    simulator.act({"id": payment.session_id}, "succeed")
    (intent,) = shop.intents()
    assert bool(marks(intent)) is copied

    hear_all(2, backwards=backwards)
    (paid,) = shop.payments()
    assert (paid.intent_id, paid.status) == (intent["id"], "succeeded")
    assert shop.order.is_paid and confirmations() == 1
    assert not Alert.objects.exists()


@COPIED
@SEVERAL
def test_it_is_paid_without_any_webhook_by_asking(shop, simulator, switched, copied, intents):
    switched(copied=copied, intents=intents)
    payment = shop.open().payment
    simulator.act({"id": payment.session_id}, "succeed")
    refresh_order(order_id=shop.order.pk, client=fintoc(), now=timezone.now())
    shop.order.refresh_from_db()

    assert shop.order.is_paid and confirmations() == 1
    assert shop.open().verdict is Verdict.ORDER


@COPIED
def test_after_a_failure_that_ends_its_session_another_session_is_paid(
    shop, simulator, switched, hear_all, copied
):
    switched(copied=copied, intents="one")
    first = shop.open().payment
    simulator.act({"id": first.session_id}, "fail")
    hear_all(2)
    assert shop.order.is_failed

    second = shop.open().payment
    assert second.session_id != first.session_id
    simulator.act({"id": second.session_id}, "succeed")
    hear_all(4)
    assert shop.order.is_paid and confirmations() == 1
    assert [payment.status for payment in shop.payments()] == ["failed", "succeeded"]


@COPIED
@pytest.mark.parametrize("asks", [True, False], ids=["asked between", "not asked"])
def test_another_attempt_in_the_same_session_pays_the_order(
    shop, simulator, switched, hear_all, copied, asks
):
    switched(copied=copied, intents="several")
    payment = shop.open().payment
    simulator.act({"id": payment.session_id}, "fail")
    assert shop.session_of(payment)["status"] == "in_progress"
    if asks:
        shop.refresh(payment)
        assert shop.order.is_failed
    simulator.act({"id": payment.session_id}, "succeed")
    hear_all(3)

    assert shop.order.is_paid and confirmations() == 1
    assert not Alert.objects.exists()
    # Known by its mark or because it was asked about, the failed attempt is a payment of its own.
    assert sorted(payment.status for payment in shop.payments()) == (
        ["failed", "succeeded"] if asks or copied else ["succeeded"]
    )


@COPIED
def test_an_attempt_that_nobody_told_of_is_found_by_asking_again(shop, simulator, switched, copied):
    """No webhook arrives, the first attempt was seen to fail, and the page took a second one."""
    switched(copied=copied, intents="several")
    payment = shop.open().payment
    simulator.act({"id": payment.session_id}, "fail")
    shop.refresh(payment)
    assert payment.due_at is not None
    simulator.act({"id": payment.session_id}, "succeed")
    shop.refresh(payment)

    assert shop.order.is_paid and confirmations() == 1


@COPIED
def test_paying_again_leads_to_the_page_that_takes_another_attempt(
    shop, simulator, switched, copied
):
    """A second page beside it could be paid as well."""
    switched(copied=copied, intents="several")
    payment = shop.open().payment
    simulator.act({"id": payment.session_id}, "fail")
    shop.refresh(payment)

    assert shop.order.is_failed
    opening = shop.open()
    assert (opening.verdict, opening.payment) == (Verdict.PAY, payment)
    assert payment.is_openable(timezone.now())


@COPIED
def test_two_attempts_that_both_succeed_confirm_once_and_tell_staff_once(
    shop, simulator, switched, hear_all, copied
):
    switched(copied=copied, intents="several")
    payment = shop.open().payment
    simulator.act({"id": payment.session_id}, "fail")
    shop.refresh(payment)
    simulator.act({"id": payment.session_id}, "succeed")
    simulator.decide({"id": payment.intent_id}, "succeed")  # a bank may say so late
    hear_all(4)
    hear_all(4, backwards=True)

    assert [payment.status for payment in shop.payments()] == ["succeeded", "succeeded"]
    assert shop.order.is_paid and confirmations() == 1
    assert [alert.kind for alert in Alert.objects.all()] == [Alert.DUPLICATE_PAYMENT]


@COPIED
@SEVERAL
def test_a_session_nobody_paid_ends_and_its_order_is_paid_with_another(
    shop, simulator, switched, hear_all, copied, intents
):
    switched(copied=copied, intents=intents)
    first = shop.open().payment
    simulator.act({"id": first.session_id}, "expire")
    hear_all(1)
    assert [payment.status for payment in shop.payments()] == ["expired"]

    second = shop.open()
    assert second.verdict is Verdict.PAY and second.payment.session_id != first.session_id


@COPIED
@SEVERAL
def test_a_canceled_orders_page_cannot_be_paid_any_more(shop, simulator, switched, copied, intents):
    switched(copied=copied, intents=intents)
    payment = shop.open().payment
    outcome = cancel_order(
        order_id=shop.order.pk, client=fintoc(), cause="shopper", now=timezone.now()
    )

    assert outcome is Cancellation.CANCELED
    assert shop.session_of(payment)["status"] == "expired"
    assert simulator.act({"id": payment.session_id}, "start").status_code == 409


@pytest.mark.parametrize("status", ["400", "405", "409", "422"])
def test_however_fintoc_refuses_to_end_a_session_it_is_not_replaced_while_it_runs(
    shop, simulator, switched, status
):
    switched()
    simulator.switch(state_refusal_status=status)
    payment = shop.open().payment
    SentByTheShop(simulator, shop.session_of(payment)).begins().at_the_accounts()
    outcome = cancel_order(
        order_id=shop.order.pk, client=fintoc(), cause="shopper", now=timezone.now()
    )

    assert outcome is Cancellation.RUNNING
    assert shop.open().payment == payment


def test_a_lost_answer_is_sent_again_and_leads_to_the_one_session(shop, simulator, switched):
    switched()
    lost = shop.open_while_fintoc_is_away()
    headers = {"Idempotency-Key": str(lost.reference), "Content-Type": "application/json"}
    made = simulator.call(
        "POST", "/v2/checkout_sessions", data=lost.request_body.encode(), headers=headers
    ).json()
    opening = shop.open()

    assert (opening.verdict, opening.payment) == (Verdict.PAY, lost)
    assert opening.payment.session_id == made["id"]
    assert len(simulator.call("GET", "/v2/checkout_sessions").json()) == 1
