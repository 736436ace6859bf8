"""Money that staff decided to give back, and that stays all the same, is decided once more."""

import pytest
from django.utils import timezone

from orders.account import fintoc
from orders.fulfillment import to_prepare
from orders.models import Alert, Refund
from orders.refunds import cancel_refund, request_refund
from tests import factories
from tests.orders import test_alerts as raised
from tests.orders.deciding import after, choose, kinds
from tests.orders.test_refunds import heard

pytestmark = pytest.mark.django_db


def open_ones():
    return [alert.kind for alert in Alert.objects.open()]


def take_back():
    cancel_refund(
        refund_id=Refund.objects.latest("pk").pk, client=fintoc(), cause="owner", now=timezone.now()
    )


@pytest.mark.parametrize(
    "happens",
    [raised.mismatch, raised.duplicate_payment, raised.paid_after_cancel, raised.unresolved],
)
def test_a_refund_that_was_decided_and_taken_back_asks_the_same_again(happens):
    happens()
    asked = choose("refund")
    take_back()
    again = Alert.objects.get(resolved_at=None)
    assert (again.kind, again.subject, again.payment) == (asked.kind, asked.subject, asked.payment)
    choose("refund")
    assert Refund.objects.filter(status="requested").count() == 1 and open_ones() == []


def test_a_refund_that_was_canceled_in_fintocs_dashboard_asks_again_too(client):
    raised.paid_after_cancel()
    choose("refund")
    refund = Refund.objects.get()
    refund.note_sending(now=timezone.now())
    told = {
        "id": "re_1",
        "object": "refund",
        "amount": refund.amount,
        "currency": "CLP",
        "status": "canceled",
        "resource_id": refund.payment.intent_id,
        "metadata": {"refund": str(refund.reference)},
    }
    factories.signed_post(client, factories.event(told, type="refund.canceled"))
    assert open_ones() == ["paid_after_cancel"]


def test_a_late_payment_whose_refund_was_taken_back_can_be_fulfilled():
    order = raised.paid_after_cancel()
    choose("refund")
    take_back()
    choose("fulfill")
    assert after(order).held_until is not None and "E1" in kinds(order)


def test_a_late_payment_that_another_one_followed_is_a_second_one_once_its_refund_was_taken_back():
    order = raised.paid_after_cancel()
    late = order.payments.get()
    other = raised.followed_by_another(late)
    choose("refund", alert=Alert.objects.get(kind="paid_after_cancel"))
    take_back()
    asked = {alert.payment: alert.kind for alert in Alert.objects.open()}
    assert asked == {late: "duplicate_payment", other: "paid_after_cancel"}


def test_money_that_comes_after_its_refund_was_refused_is_refunded_by_trying_again():
    order = raised.unresolved()
    choose("refund")
    refused = Refund.objects.get()
    refused.end_unsent(status="failed", failure_code="x", cause="worker", now=timezone.now())
    assert open_ones() == []  # its own alert was closed
    factories.reported(order.payments.get(), status="succeeded")
    assert open_ones() == ["refund_failed"]
    choose("try again")
    assert Refund.objects.latest("pk").amount == order.amount
    factories.reported(order.payments.get(), status="succeeded")
    assert open_ones() == []


def test_money_that_comes_while_its_refund_is_on_its_way_asks_nothing():
    order = raised.unresolved()
    choose("refund")
    factories.reported(order.payments.get(), status="succeeded")
    assert open_ones() == []


def test_money_that_goes_back_another_way_after_all_is_asked_about_no_longer(client):
    order = raised.unresolved()
    choose("refund")
    take_back()
    assert open_ones() == ["unresolved"]
    factories.refund_all(order, cause="staff")
    heard(client, Refund.objects.latest("pk"), "succeeded")
    assert open_ones() == []


def test_a_second_payment_that_pays_by_now_is_none_once_its_refund_was_taken_back():
    order = raised.unresolved()
    second = raised.followed_by_another(order.payments.get())
    for kind in ("duplicate_payment", "unresolved"):
        choose("refund", alert=Alert.objects.get(kind=kind))
    refund = second.refunds.get()
    cancel_refund(refund_id=refund.pk, client=fintoc(), cause="owner", now=timezone.now())
    assert after(order).paid_by == second and to_prepare().get() == order
    assert open_ones() == []


def test_a_refund_of_an_order_nobody_had_to_decide_is_taken_back_and_asks_nothing():
    payment = factories.payment(factories.order(), status="succeeded")
    request(payment)
    take_back()
    assert open_ones() == []


def test_a_refund_taken_back_after_the_order_was_fulfilled_asks_nothing():
    order = raised.paid_after_cancel()
    choose("refund")
    take_back()
    choose("fulfill")
    request(order.payments.get())
    take_back()
    assert open_ones() == []


def request(payment):
    request_refund(
        payment_id=payment.pk, amount=1, reference=payment.reference, cause="x", now=timezone.now()
    )
