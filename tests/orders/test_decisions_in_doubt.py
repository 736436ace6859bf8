"""Alerts about what nobody knows for sure, and those about refunds, mails and requests."""

import json
from datetime import timedelta

import pytest
import responses
from django.core import mail
from django.utils import timezone

from operations.worker import turn
from orders.carrying_out import AmountMissing
from orders.correcting import send_again
from orders.fulfillment import to_prepare
from orders.models import Alert, Refund
from orders.orphans import NoSuchOrder
from orders.refunds import NotRefundable, request_refund
from tests import factories
from tests.orders import test_alerts as raised
from tests.orders.deciding import after, choose, kinds, the_refund

pytestmark = pytest.mark.django_db


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


def test_refunded_of_two_that_came_in_leaves_the_order_to_the_other_one():
    order = raised.unresolved()
    other = raised.followed_by_another(order.payments.get())
    choose("refund", alert=Alert.objects.get(kind="unresolved"))
    assert not Alert.objects.open().exists() and order.paid_by == other
    assert after(order).is_paid and to_prepare().get() == order


def test_who_was_told_to_wait_hears_that_staff_closed_it():
    order = raised.pending_for_two_weeks()
    choose("close unpaid")
    turn()
    subjects = [each.subject for each in mail.outbox]
    assert f"No pudimos confirmar tu pago del pedido {order.number}" in subjects


def test_nothing_of_a_paid_order_goes_out_once_staff_closed_it_as_unpaid(settings):
    settings.ORDER_PAID_HOOKS = ["tests.orders.test_decisions.must_not_run"]
    order = raised.contradiction()
    choose("close unpaid")
    order.outbox.update(due_at=timezone.now())
    turn()
    told = dict(order.outbox.exclude(kind="M2").values_list("kind", "error"))
    hook = "hook:tests.orders.test_decisions.must_not_run"
    assert told == dict.fromkeys(("E1", "M1", hook), "the order is not paid")
    assert not order.outbox.exclude(kind="M2").exclude(sent_at=None).exists()


def test_a_shopper_is_not_told_that_money_came_late_which_did_not_come():
    order = raised.paid_after_cancel()
    for seconds in (60, 0):
        now = timezone.now() - timedelta(seconds=seconds)
        factories.reported(order.payments.get(), status="failed", now=now)
    choose("close unpaid", alert=Alert.objects.get(kind="contradiction"))
    turn()
    assert order.outbox.get(kind="E8").error == "the order is not paid"


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


class TestARefundOfNothing:
    """Fintoc says that there is one, and no money in it: of such a thing there is no row."""

    @pytest.fixture(autouse=True)
    def told(self):
        payment = factories.payment(factories.order(), status="succeeded")
        kind, now = Alert.REFUND_CONFLICT, timezone.now()
        Alert.raise_once(
            kind=kind, subject="re_dashboard", order=payment.order, payment=payment, now=now
        )

    def test_is_made_of_an_amount_that_staff_name(self):
        choose("try again", amount=1_000)
        assert Refund.objects.get().amount == 1_000

    def test_without_an_amount_is_refused(self):
        with pytest.raises(AmountMissing):
            choose("try again")
        assert not Refund.objects.exists() and Alert.objects.get().resolved_at is None


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

    def test_that_was_sent_again_from_the_orders_page_closes_and_goes_out_once(self):
        order = raised.mail_parked()
        order.outbox.filter(kind="E9").update(kind="E1")
        send_again(outbox_id=order.outbox.get(kind="E1").pk, cause="staff", now=timezone.now())
        turn()
        assert choose("resend").resolved_at is not None
        turn()
        assert len([each for each in mail.outbox if "Pago recibido" in each.subject]) == 1

    def test_that_is_on_its_way_again_closes_and_goes_out_once(self):
        order = raised.mail_parked()
        order.outbox.filter(kind="E9").update(kind="E1")
        send_again(outbox_id=order.outbox.get(kind="E1").pk, cause="staff", now=timezone.now())
        choose("resend")
        turn()
        assert len([each for each in mail.outbox if "Pago recibido" in each.subject]) == 1

    def test_that_is_a_hook_which_ran_since_closes(self):
        order = raised.mail_parked()
        row = order.outbox.get(kind="E9")
        type(row).objects.filter(pk=row.pk).update(
            kind="hook:a.b", due_at=None, sent_at=timezone.now()
        )
        assert choose("resend").resolved_at is not None

    @pytest.mark.parametrize("kind", ["M1", "hook:a.b"])
    def test_to_the_merchant_never_changes_the_shoppers_address(self, kind):
        order = raised.mail_parked()
        order.outbox.filter(kind="E9").update(kind=kind)
        choose("resend", email="tienda@example.com")
        assert after(order).email == "cliente@example.com"


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

    def test_is_answered_with_every_word_of_a_long_answer(self):
        order = raised.request()
        words = "Te escribimos hoy. " * 100
        alert = choose("answer", reason=words)
        assert alert.answer == words.strip()
        assert len(order.events.get(kind="decision").detail) == 500  # a line, and no letter
        turn()
        (sent,) = [each for each in mail.outbox if "Respuesta" in each.subject]
        assert sent.body.count("Te escribimos hoy.") == 100

    def test_of_money_that_went_back_already_is_answered_and_not_refunded(self):
        order = raised.request()
        factories.refund_all(order, cause="staff")
        with pytest.raises(NotRefundable):
            choose("refund")

    def test_of_an_order_that_was_not_paid_has_nothing_to_refund(self):
        order = factories.order()
        Alert.raise_once(kind="request", subject=order.number, order=order, now=timezone.now())
        with pytest.raises(NotRefundable):
            choose("refund")
