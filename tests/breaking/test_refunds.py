"""Each decision about a refund, at the shop."""

import uuid

import pytest
from django.utils import timezone

from orders.account import fintoc
from orders.refunds import request_refund
from orders.sending_refunds import send_or_ask
from tests.journeys.waiting import eventually


@pytest.fixture
def refund(opened):
    """Asked for and sent."""
    opened.press_on_payment("succeed")
    opened.becomes("succeeded")
    now = timezone.now()
    refund = request_refund(
        payment_id=opened.payment.pk,
        amount=1000,
        reference=uuid.uuid4(),
        cause="owner",
        now=now,
    )
    send_or_ask(refund=refund, client=fintoc(), now=now)
    refund.refresh_from_db()
    return refund


@pytest.mark.parametrize(
    ("name", "status"),
    [("proceed", "in_progress"), ("succeed", "succeeded"), ("fail", "failed")],
    ids=["refund.proceed", "refund.succeed", "refund.fail"],
)
def test_a_decision_is_heard(opened, refund, name, status):
    opened.press(f"refunds/{refund.refund_id}/{name}")

    def is_known():
        refund.refresh_from_db()
        return refund.status == status

    eventually(is_known, within=10, what=f"a refund that is {status}")
    alerts = ["refund_failed"] if name == "fail" else []
    assert opened.alerts == alerts
    assert opened.status == "succeeded"


def test_refund_cancel_sends_no_event_and_is_known_by_asking(opened, refund):
    opened.press(f"refunds/{refund.refund_id}/cancel")
    send_or_ask(refund=refund, client=fintoc(), now=timezone.now())
    refund.refresh_from_db()

    assert refund.status == "canceled"
