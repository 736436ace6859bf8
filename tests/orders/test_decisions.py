"""Each kind of alert offers its choices and no others, and each choice is followed to its end."""

import json
from datetime import timedelta

import pytest
import responses
from django.core import mail
from django.utils import timezone

from operations.worker import turn
from orders.account import fintoc
from orders.choices import OFFERED, Decision
from orders.decisions import AlreadyDecided, NotOffered, ReasonMissing, decide
from orders.models import Alert, OrderEvent, Refund
from orders.orphans import NoSuchOrder
from orders.refunds import NotRefundable, request_refund
from orders.stock import OutOfStock
from tests import factories
from tests.orders import test_alerts as raised

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


def choose(word, *, alert=None, reason="porque sí", **facts):
    alert = alert or Alert.objects.get(resolved_at=None)
    decision = Decision(word=word, reason=reason, cause="owner", **facts)
    decide(alert_id=alert.pk, decision=decision, client=fintoc(), now=timezone.now())
    alert.refresh_from_db()
    return alert


def after(order):
    order.refresh_from_db()
    return order


def kinds(order):
    return sorted(order.outbox.exclude(kind="M2").values_list("kind", flat=True))


def the_refund():
    refund = Refund.objects.get()
    return refund.payment, refund.amount, refund.requested_by


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

    def test_money_wins_over_who_closed_it(self):
        order = raised.contradiction()
        choose("close unpaid")
        factories.reported(order.payments.get(), status="succeeded")
        assert after(order).is_paid
        assert Alert.objects.get(resolved_at=None).kind == "paid_after_cancel"


UNRESOLVED = pytest.mark.parametrize("happens", [raised.unresolved, raised.pending_for_two_weeks])


@UNRESOLVED
class TestAnUnresolvedPayment:
    def test_closed_as_unpaid_cancels_its_order(self, happens):
        order = happens()
        choose("close unpaid")
        assert after(order).is_canceled and order.held_until is None and not order.is_blocked

    def test_marked_as_paid_confirms_its_order(self, happens):
        order = happens()
        choose("mark paid", reason="en la cartola del 3")
        assert after(order).is_paid and "E1" in kinds(order)
        assert order.payments.get().fulfilled_at is not None

    def test_marked_as_paid_stays_so_whatever_comes(self, happens):
        order = happens()
        choose("mark paid")
        factories.reported(order.payments.get(), status="failed")
        assert after(order).is_paid

    def test_refunded_pays_nothing_and_its_money_goes_back(self, happens):
        order = happens()
        choose("refund")
        assert the_refund()[1] == order.amount and after(order).is_canceled
        factories.reported(order.payments.get(), status="succeeded")
        assert after(order).is_canceled and "E1" not in kinds(order)


def test_who_was_told_to_wait_hears_that_staff_closed_it():
    order = raised.pending_for_two_weeks()
    choose("close unpaid")
    turn()
    subjects = [each.subject for each in mail.outbox]
    assert f"No pudimos confirmar tu pago del pedido {order.number}" in subjects


def test_money_of_a_payment_closed_as_unpaid_is_told_and_not_lost():
    order = raised.pending_for_two_weeks()
    choose("close unpaid")
    factories.reported(order.payments.get(), status="succeeded")
    assert after(order).is_paid
    assert Alert.objects.get(resolved_at=None).kind == "paid_after_cancel"


class TestAnOrphan:
    @pytest.fixture
    def intent(self):
        """A payment with the mark of an order that was lost."""
        lost = factories.payment(factories.order())
        data = factories.intent(lost, id="pi_orphan", status="succeeded")
        data["metadata"]["payment"] = "5f3c0b0e-0000-4000-8000-000000000000"
        now = timezone.now()
        Alert.raise_once(kind=Alert.ORPHAN, subject="pi_orphan", detail="x", now=now)
        with responses.RequestsMock(assert_all_requests_are_fired=False) as api:
            api.get(f"{factories.INTENTS}/pi_orphan", json=data)
            yield data

    def test_attached_pays_the_order_it_belongs_to(self, intent):
        order = factories.order()
        alert = choose("attach", order_number=f" {order.number.lower()} ")
        assert after(order).is_paid and alert.order == order and "E1" in kinds(order)

    def test_attached_with_other_money_than_the_orders_asks_again(self, intent):
        order = factories.order(quantity=2)
        choose("attach", order_number=order.number)
        assert not after(order).is_paid
        assert Alert.objects.get(resolved_at=None).kind == "mismatch"

    def test_of_an_unknown_order_stays_open(self, intent):
        with pytest.raises(NoSuchOrder):
            choose("attach", order_number="CL-0000-0000")
        assert Alert.objects.get().resolved_at is None

    def test_refunded_goes_back_from_an_order_that_nobody_placed(self, intent):
        alert = choose("refund")
        payment, amount, by = the_refund()
        assert (payment.intent_id, amount, by) == ("pi_orphan", 12_990, "owner")
        assert alert.order == payment.order and payment.order.is_canceled
        assert json.loads(Refund.objects.get().request_body)["resource_id"] == "pi_orphan"
        assert kinds(payment.order) == []

    def test_that_has_not_succeeded_is_not_refunded(self, intent):
        intent["status"] = "pending"
        with responses.RequestsMock() as api:
            api.get(f"{factories.INTENTS}/pi_orphan", json=intent)
            with pytest.raises(NotRefundable):
                choose("refund")
        assert not Refund.objects.exists() and Alert.objects.get().resolved_at is None


@pytest.mark.parametrize("kind", ["missing", "quarantined", "shop_side"])
def test_what_was_only_to_be_known_is_closed(kind):
    Alert.raise_once(kind=kind, subject="x", now=timezone.now())
    alert = choose("close", reason="arreglado")
    assert alert.resolved_at is not None and alert.decided_by == "owner"
    Alert.raise_once(kind=kind, subject="x", now=timezone.now())
    assert Alert.objects.filter(kind=kind).count() == 2  # it comes back if it happens again


@pytest.mark.parametrize("kind", ["refund_failed", "refund_conflict"])
class TestARefundThatWentWrong:
    @pytest.fixture
    def failed(self, kind):
        payment = factories.payment(factories.order(), status="succeeded")
        now = timezone.now()
        refund = request_refund(
            payment_id=payment.pk, amount=5_000, reference=payment.reference, cause="x", now=now
        )
        refund.end_unsent(status="failed", failure_code="x", cause="worker", now=now)
        Alert.raise_once(
            kind=kind, subject=str(refund.reference), order=payment.order, payment=payment, now=now
        )
        return refund

    def test_is_tried_again_as_another_one(self, failed):
        choose("try again")
        again = Refund.objects.exclude(pk=failed.pk).get()
        assert (again.amount, again.payment, again.status) == (5_000, failed.payment, "requested")

    def test_is_tried_again_with_less(self, failed):
        choose("try again", amount=1_000)
        assert Refund.objects.exclude(pk=failed.pk).get().amount == 1_000

    def test_is_closed_without_another(self, failed):
        choose("close")
        assert Refund.objects.get() == failed and not Alert.objects.filter(resolved_at=None)


class TestAParkedMail:
    def test_goes_to_the_corrected_address(self):
        order = raised.mail_parked()
        order.outbox.filter(kind="E9").update(kind="E1")
        choose("resend", email="otra@example.com")
        turn()
        assert after(order).email == "otra@example.com"
        assert [each.to for each in mail.outbox if "Pago recibido" in each.subject] == [
            ["otra@example.com"]
        ]

    def test_goes_out_again_to_the_same_address(self):
        order = raised.mail_parked()
        order.outbox.filter(kind="E9").update(kind="E1")
        choose("resend")
        turn()
        assert [each.to for each in mail.outbox if "Pago recibido" in each.subject] == [
            ["cliente@example.com"]
        ]


class TestARequest:
    def test_is_refunded_in_part(self):
        order = raised.request()
        choose("refund", amount=2_000)
        assert the_refund()[1] == 2_000 and after(order).is_paid

    def test_is_refunded_whole_unless_an_amount_is_named(self):
        order = raised.request()
        choose("refund")
        assert the_refund()[1] == order.amount

    def test_for_more_than_was_paid_is_refused_and_stays_open(self):
        order = raised.request()
        with pytest.raises(NotRefundable):
            choose("refund", amount=order.amount + 1)
        assert not Refund.objects.exists() and Alert.objects.get().resolved_at is None

    def test_is_answered_by_mail(self):
        order = raised.request()
        choose("answer", reason="Te escribimos hoy: tráelo cuando quieras.")
        turn()
        (sent,) = [each for each in mail.outbox if "Respuesta" in each.subject]
        assert sent.to == [order.email] and "tráelo cuando quieras" in sent.body
        assert "No me quedó bien" in sent.body and not sent.body.startswith("answer")

    def test_of_an_order_that_was_not_paid_has_nothing_to_refund(self):
        order = factories.order()
        Alert.raise_once(kind="request", subject=order.number, order=order, now=timezone.now())
        with pytest.raises(NotRefundable):
            choose("refund")
