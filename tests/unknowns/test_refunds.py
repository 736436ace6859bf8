"""Refunds: their first status, which events there are, and whether the list can be filtered."""

import time
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from orders.account import fintoc
from orders.models import Alert
from orders.refunds import cancel_refund, request_refund
from orders.sending_refunds import send_or_ask

AMOUNT = 1000


@pytest.fixture
def payment(shop, simulator, receiver):
    """A payment that came in, of which the shop has heard."""
    simulator.switch(refund_step_seconds=0)
    payment = shop.open().payment
    simulator.decide({"id": payment.intent_id}, "succeed")
    receiver.wait_for(1)
    receiver.forget()
    shop.refresh(payment)
    return payment


def requested(payment, now=None):
    return request_refund(
        payment_id=payment.pk,
        amount=AMOUNT,
        reference=uuid.uuid4(),
        cause="owner",
        now=now or timezone.now(),
    )


def sent(payment, now=None):
    refund = requested(payment, now)
    send_or_ask(refund=refund, client=fintoc(), now=now or timezone.now())
    refund.refresh_from_db()
    return refund


def at_fintoc(simulator):
    return simulator.call("GET", "/v1/refunds").json()


@pytest.mark.parametrize("first", ["created", "pending"])
def test_either_first_status_is_queued_and_may_be_canceled(shop, simulator, payment, first):
    simulator.switch(refunds_start_as=first)
    refund = sent(payment)
    assert (refund.status, refund.may_be_canceled) == (first, True)

    cancel_refund(refund_id=refund.pk, client=fintoc(), cause="owner", now=timezone.now())
    refund.refresh_from_db()
    assert refund.status == "canceled"
    assert [one["status"] for one in at_fintoc(simulator)] == ["canceled"]


@pytest.mark.parametrize("first", ["created", "pending"])
def test_from_either_it_succeeds(shop, simulator, receiver, client, payment, first):
    simulator.switch(refunds_start_as=first)
    refund = sent(payment)
    for count, outcome in enumerate(["proceed", "succeed"], start=1):
        simulator.decide_refund({"id": refund.refund_id}, outcome)
        assert shop.hear(client, receiver.wait_for(count)[-1]).status_code == 200

    refund.refresh_from_db()
    assert refund.status == "succeeded"


@pytest.mark.parametrize("all_events", [False, True])
def test_a_cancellation_in_the_dashboard_is_known_with_its_event_or_by_asking(
    shop, simulator, receiver, client, payment, all_events
):
    simulator.switch(all_refund_events=all_events)
    refund = sent(payment)
    simulator.decide_refund({"id": refund.refund_id}, "cancel")
    if all_events:
        for delivery in receiver.wait_for(2):
            assert shop.hear(client, delivery).status_code == 200
    else:
        time.sleep(0.2)
        assert receiver.received == []
        send_or_ask(refund=refund, client=fintoc(), now=timezone.now())

    refund.refresh_from_db()
    assert refund.status == "canceled"


@pytest.mark.parametrize("filters", [False, True])
def test_one_whose_answer_was_lost_is_found_in_the_list_among_others(
    shop, simulator, payment, filters
):
    simulator.switch(refund_list_filters=filters)
    simulator.refund(simulator.paid())
    day = timedelta(days=1)
    refund = requested(payment, timezone.now() - day)
    headers = {"Idempotency-Key": str(refund.idempotency_key)}
    body = refund.request_body.encode()
    made = simulator.call("POST", "/v1/refunds", data=body, headers=headers).json()

    send_or_ask(refund=refund, client=fintoc(), now=timezone.now())  # its key is too old by now
    refund.refresh_from_db()
    assert refund.refund_id == made["id"]
    assert len(at_fintoc(simulator)) == 2


def test_two_different_ends_are_for_staff(shop, simulator, receiver, client, payment):
    refund = sent(payment)
    simulator.decide_refund({"id": refund.refund_id}, "succeed")
    shop.hear(client, receiver.wait_for(1)[0])
    simulator.decide_refund({"id": refund.refund_id}, "fail", force=True)
    shop.hear(client, receiver.wait_for(2)[1])
    refund.refresh_from_db()
    assert refund.status == "succeeded"

    send_or_ask(refund=refund, client=fintoc(), now=timezone.now())
    assert Alert.objects.get(kind=Alert.REFUND_CONFLICT).resolved_at is None
