"""Each kind of alert offers its choices and no others; those about odd money, to their end."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from operations.worker import turn
from orders.choices import OFFERED
from orders.decisions import AlreadyDecided, NotOffered, ReasonMissing
from orders.fulfillment import NotFulfillable, move_order, to_prepare
from orders.models import Alert, OrderEvent
from orders.stock import OutOfStock
from tests import factories
from tests.orders import test_alerts as raised
from tests.orders.deciding import after, choose, kinds, the_refund

pytestmark = pytest.mark.django_db

TABLE = {
    "mismatch": {"accept", "refund"},
    "duplicate_payment": {"refund"},
    "paid_after_cancel": {"fulfill", "refund"},
    "contradiction": {"wait", "close unpaid"},
    "unresolved": {"close unpaid", "mark paid", "refund"},
    "orphan": {"attach", "refund"},
    "missing": {"close"},
    "quarantined": {"close"},
    "refund_failed": {"try again", "close"},
    "refund_conflict": {"try again", "close"},
    "mail_parked": {"resend"},
    "shop_side": {"close"},
    "request": {"refund", "answer"},
}


def test_the_choices_are_those_of_the_table():
    assert {kind: set(words) for kind, words in OFFERED.items()} == TABLE
    assert set(TABLE) == set(Alert.KINDS)


@pytest.mark.parametrize("kind", TABLE)
def test_no_other_choice_is_taken(kind):
    Alert.raise_once(kind=kind, subject="x", now=timezone.now())
    for word in set().union(*TABLE.values()) - TABLE[kind]:
        with pytest.raises(NotOffered):
            choose(word)


def test_a_decision_needs_a_reason_and_is_taken_once():
    raised.missing()
    with pytest.raises(ReasonMissing):
        choose("close", reason="  ")
    alert = choose("close", reason="visto")
    assert (alert.decision, alert.decided_by, alert.answer) == ("close: visto", "owner", "visto")
    with pytest.raises(AlreadyDecided):
        choose("close", alert=alert)
    assert alert.order.events.filter(kind=OrderEvent.DECISION, cause="owner").count() == 1


class TestAMismatch:
    def test_accepted_pays_its_order_and_confirms_it(self):
        order = raised.mismatch()
        choose("accept")
        assert after(order).is_paid and not order.is_blocked and kinds(order) == ["E1", "M1"]
        payment = order.payments.get()
        assert payment.fulfilled_at and payment.is_money

    def test_accepted_is_not_raised_again_by_the_next_answer(self):
        order = raised.mismatch()
        choose("accept")
        factories.reported(order.payments.get(), status="succeeded", amount=1)
        assert not Alert.objects.filter(resolved_at=None).exists()

    def test_accepted_of_an_order_paid_otherwise_is_a_duplicate(self):
        odd = factories.payment(factories.order(), status="succeeded", amount=1)
        odd.retire(now=timezone.now())
        factories.payment(odd.order, status="succeeded")
        choose("accept")
        assert Alert.objects.get(resolved_at=None).kind == "duplicate_payment"

    def test_refunded_gives_back_what_came_in_and_the_order_may_be_paid(self):
        order = raised.mismatch()
        choose("refund")
        assert the_refund() == (order.payments.get(), 1, "owner")
        assert after(order).is_payable and not order.is_blocked


class TestADuplicate:
    def test_goes_back_and_the_order_stays_paid(self, client):
        order = raised.duplicate_payment()
        choose("refund")
        payment, amount, _by = the_refund()
        assert payment.fulfilled_at is None and amount == order.amount
        assert after(order).is_paid and not order.is_given_back
        assert "Pago recibido" in client.get(f"/orders/{order.token}/").content.decode()


class TestPaidAfterCancel:
    def test_fulfilled_is_confirmed_then_and_can_be_prepared(self):
        order = raised.paid_after_cancel()
        assert kinds(order) == ["E8"]
        choose("fulfill")
        assert kinds(order) == ["E1", "E8", "M1"] and not order.is_blocked
        turn()
        assert "Pago recibido: pedido" in " ".join(each.subject for each in mail.outbox)

    def test_without_stock_is_not_fulfilled_and_stays_open(self):
        mug = factories.product(stock=1)
        payment = factories.payment(factories.order(products=[mug]))
        payment.order.cancel(payments=[payment], cause="shopper", now=timezone.now())
        payment.order.release_stock()  # on the shelf, and from there somebody else's
        factories.reported(payment, status="succeeded")
        with pytest.raises(OutOfStock):
            choose("fulfill")
        alert = Alert.objects.get()
        assert alert.resolved_at is None and "E1" not in kinds(alert.order)

    def test_refunded_gives_everything_back_and_no_hook_runs(self, settings):
        settings.ORDER_PAID_HOOKS = ["tests.orders.test_decisions.must_not_run"]
        order = raised.paid_after_cancel()
        choose("refund")
        assert the_refund()[1] == order.amount and after(order).held_until is None
        order.outbox.filter(kind__startswith="hook:").update(due_at=timezone.now())
        turn()
        hook = order.outbox.get(kind__startswith="hook:")
        assert hook.error == "what was paid too late goes back" and hook.sent_at is None


def test_what_goes_back_after_a_late_payment_is_not_packed_even_if_the_bank_refuses_it():
    order = raised.paid_after_cancel()
    choose("refund")
    refund = order.payments.get().refunds.get()
    refund.end_unsent(status="failed", failure_code="x", cause="worker", now=timezone.now())
    assert not to_prepare().exists()
    with pytest.raises(NotFulfillable):
        move_order(order_id=order.pk, word="preparing", cause="x", now=timezone.now())


def must_not_run(order):
    raise AssertionError("an invoice for money that goes back")


class TestAContradiction:
    def test_waits_for_fintoc_and_closes_itself_when_it_agrees_again(self):
        order = raised.contradiction()
        alert = choose("wait")
        payment = order.payments.get()
        assert alert.resolved_at is None and order.is_blocked
        assert payment.due_at <= timezone.now()
        assert order.events.filter(kind=OrderEvent.DECISION, detail="wait: porque sí").exists()
        factories.reported(payment, status="succeeded")
        alert.refresh_from_db()
        assert alert.decision == "Fintoc agrees again" and not order.is_blocked

    def test_closed_as_unpaid_takes_the_order_back(self):
        order = raised.contradiction()
        choose("close unpaid")
        payment = order.payments.get()
        assert after(order).is_canceled and order.held_until is None
        assert payment.fulfilled_at is None and payment.status == "succeeded"

    def test_closed_as_unpaid_leaves_an_order_that_another_payment_pays(self):
        order = raised.duplicate_payment()
        first = order.payments.exclude(fulfilled_at=None).get()
        for seconds in (60, 0):
            now = timezone.now() - timedelta(seconds=seconds)
            factories.reported(first, status="in_progress", now=now)
        choose("close unpaid", alert=Alert.objects.get(kind="contradiction"))
        assert after(order).is_paid
        assert order.payments.exclude(fulfilled_at=None).get() != first
        assert Alert.objects.get(kind="duplicate_payment").decision == "accept"

    def test_money_wins_over_who_closed_it(self):
        order = raised.contradiction()
        choose("close unpaid")
        factories.reported(order.payments.get(), status="succeeded")
        assert after(order).is_paid
        assert Alert.objects.get(resolved_at=None).kind == "paid_after_cancel"
