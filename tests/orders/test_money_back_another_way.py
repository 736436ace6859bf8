"""Odd money that went back another way than by deciding its alert, whole or in part."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Product
from fintoc_client.objects import read_refund
from operations.worker import turn
from orders.account import fintoc
from orders.carrying_out import MoneyIsGone
from orders.emails import deliver
from orders.fulfillment import move_order, to_prepare
from orders.models import Alert, OrderEvent, Refund
from orders.refunds import cancel_refund, record_refund, request_refund
from tests import factories
from tests.orders import test_alerts as raised
from tests.orders.deciding import after, choose, kinds, the_refund
from tests.orders.test_refunds import REFUNDS, heard, report, work
from tests.orders.test_refunds_in_doubt import made

pytestmark = pytest.mark.django_db


def other_money():
    return factories.payment(factories.order(), status="succeeded", amount=5_000).order


def sold_meanwhile():
    payment = factories.payment(factories.order(products=[factories.product(stock=1)]))
    payment.order.release_stock()  # on the shelf, and from there somebody else's
    return factories.reported(payment, status="succeeded").order


def came_after_all():
    order = raised.unresolved()
    return factories.reported(order.payments.get(), status="succeeded").order


def packed_and_paid_again_after_it_was_closed_as_unpaid():
    """Fintoc took its money back, so staff did, and then it says that it came after all."""
    payment = factories.payment(
        factories.order(products=[factories.product(stock=5)]), status="succeeded"
    )
    for word in ("preparing", "ready"):
        move_order(order_id=payment.order.pk, word=word, cause="x", now=timezone.now())
    for seconds in (60, 0):
        now = timezone.now() - timedelta(seconds=seconds)
        factories.reported(payment, status="in_progress", now=now)
    choose("close unpaid")
    factories.reported(payment, status="succeeded")
    assert Alert.objects.open().get().kind == "paid_after_cancel"
    return payment.order


def went_back_in_the_dashboard(payment, amount):
    """Fintoc, asked, says so though as far as we know it cannot be, and staff have seen that."""
    now = timezone.now()
    report = read_refund(made(payment, amount=amount))
    record_refund(report=report, mode="", cause="worker", asked=True, now=now)
    told = Alert.objects.get(kind="refund_conflict")
    told.resolve(decision="close", cause="owner", now=now)


def goes_back(payment, amount=None):
    """From the order's page: all of it, or a part."""
    return request_refund(
        payment_id=payment.pk,
        amount=amount or payment.refundable,
        reference=uuid.uuid4(),
        cause="staff",
        now=timezone.now(),
    )


class TestMoneyThatWentBackAnotherWay:
    """From the order's page, or in Fintoc's dashboard, before anybody decided the alert."""

    EVERY = pytest.mark.parametrize(
        "happens",
        [other_money, raised.duplicate_payment, raised.paid_after_cancel, came_after_all],
    )
    LATE = pytest.mark.parametrize("happens", [raised.paid_after_cancel, came_after_all])

    @EVERY
    def test_needs_no_second_refund_for_its_alert_to_close(self, happens):
        order = happens()
        gone = goes_back(Alert.objects.get().payment)
        alert = choose("refund")
        assert the_refund() == (gone.payment, gone.amount, "staff")
        assert alert.resolved_at is not None and not order.is_blocked

    def test_of_a_late_payment_has_its_stock_given_back_all_the_same(self):
        order = raised.paid_after_cancel()
        goes_back(Alert.objects.get().payment)
        choose("refund")
        assert after(order).held_until is None

    def test_in_part_is_followed_by_the_rest(self):
        order = raised.duplicate_payment()
        gone = goes_back(Alert.objects.get().payment, amount=1_000)
        choose("refund")
        assert Refund.objects.exclude(pk=gone.pk).get().amount == order.amount - 1_000

    @EVERY
    def test_leaves_nothing_to_decide_once_all_of_it_is_there(self, happens, client):
        order = happens()
        alert = Alert.objects.get()
        whole = alert.payment.refundable
        for refund in [goes_back(alert.payment, amount=part) for part in (1_000, whole - 1_000)]:
            alert.refresh_from_db()
            assert alert.resolved_at is None
            heard(client, refund, "succeeded")
        alert.refresh_from_db()
        assert (alert.decision, alert.decided_by) == ("refund", "staff")
        told = order.events.get(kind=OrderEvent.DECISION)
        assert (told.value, told.detail, told.cause) == (alert.kind, "refund", "staff")
        assert not order.is_blocked

    @EVERY
    def test_and_did_not_arrive_is_still_to_be_decided(self, happens, client):
        happens()
        alert = Alert.objects.get()
        heard(client, goes_back(alert.payment), "failed")
        alert.refresh_from_db()
        assert alert.resolved_at is None

    def test_of_a_second_payment_leaves_its_order_paid(self, client):
        order = raised.duplicate_payment()
        heard(client, goes_back(Alert.objects.get().payment), "succeeded")
        assert "Pago recibido" in client.get(f"/orders/{order.token}/").content.decode()

    def test_of_other_money_lets_its_shopper_pay(self, client):
        order = other_money()
        heard(client, goes_back(Alert.objects.get().payment), "succeeded")
        assert after(order).is_payable
        assert "Revisa y paga" in client.get(f"/orders/{order.token}/").content.decode()

    @LATE
    def test_of_a_late_payment_has_its_stock_given_back_once_it_is_there(self, happens, client):
        order = happens()
        assert after(order).held_until is not None
        heard(client, goes_back(Alert.objects.get().payment), "succeeded")
        assert after(order).held_until is None

    @EVERY
    @pytest.mark.parametrize("ends", ["refused", "canceled", "failed"])
    def test_while_ours_was_open_leaves_nothing_to_decide_once_ours_came_to_nothing(
        self, happens, ends, client, api
    ):
        order = happens()
        alert = Alert.objects.get()
        ours = goes_back(alert.payment)
        went_back_in_the_dashboard(alert.payment, ours.amount)
        assert Alert.objects.open().get() == alert
        before = after(order).changed_at
        self.comes_to_nothing(ours, ends, client, api)
        alert.refresh_from_db()
        assert (alert.decision, alert.decided_by) == ("refund", "Fintoc's dashboard")
        assert not order.is_blocked and after(order).changed_at > before

    @pytest.mark.parametrize(
        "happens", [raised.unresolved, raised.pending_for_two_weeks], ids=["failed", "pending"]
    )
    def test_before_it_was_known_to_have_come_leaves_nothing_to_decide(self, happens):
        order = happens()
        alert = Alert.objects.get()
        went_back_in_the_dashboard(alert.payment, order.amount)
        factories.reported(alert.payment, status="succeeded")
        alert.refresh_from_db()
        assert (alert.decision, alert.decided_by) == ("refund", "Fintoc's dashboard")
        assert not order.is_blocked and after(order).held_until is None

    def test_before_it_was_known_to_have_come_too_late_leaves_nothing_to_decide(self):
        payment = factories.payment(factories.order(), status="pending")
        order = payment.order
        order.cancel(payments=[payment], cause="shopper", now=timezone.now())
        went_back_in_the_dashboard(payment, order.amount)
        factories.reported(payment, status="succeeded")
        assert Alert.objects.get(kind="paid_after_cancel").decided_by == "Fintoc's dashboard"
        assert not order.is_blocked and after(order).held_until is None

    @pytest.mark.parametrize("is_first", [True, False], ids=["came first", "came second"])
    def test_of_one_nobody_could_resolve_lets_the_other_one_pay(self, is_first, client):
        order = raised.unresolved()
        unresolved = order.payments.get()
        other = raised.followed_by_another(unresolved, is_first=is_first)
        heard(client, goes_back(unresolved), "succeeded")
        assert not Alert.objects.open().exists() and order.paid_by == other
        assert after(order).held_until is not None and to_prepare().get() == order

    @pytest.mark.parametrize("word", ["fulfill", "refund"])
    def test_of_one_that_came_late_asks_the_same_about_the_other_one(self, word, client):
        order = raised.paid_after_cancel()
        late = order.payments.get()
        other = raised.followed_by_another(late)
        heard(client, goes_back(late), "succeeded")
        alert = Alert.objects.open().get()
        assert (alert.kind, alert.payment) == ("paid_after_cancel", other)
        assert after(order).held_until is not None and order.is_blocked
        choose(word)
        assert after(order).keeps_stock is (word == "fulfill")
        assert to_prepare().exists() is (word == "fulfill")

    @pytest.mark.parametrize("goes_back_by", ["another way", "decision"])
    def test_of_a_late_payment_brings_nothing_back_that_has_left_the_shop(
        self, goes_back_by, client
    ):
        order = packed_and_paid_again_after_it_was_closed_as_unpaid()
        if goes_back_by == "decision":
            choose("refund")
        else:
            heard(client, goes_back(Alert.objects.open().get().payment), "succeeded")
        assert not Alert.objects.open().exists() and after(order).held_until is not None
        assert order.lines.get().product.stock == 4

    def test_of_both_payments_has_its_stock_given_back(self, client):
        order = raised.unresolved()
        unresolved = order.payments.get()
        other = raised.followed_by_another(unresolved)
        for payment in (other, unresolved):
            heard(client, goes_back(payment), "succeeded")
        assert not Alert.objects.open().exists() and after(order).held_until is None

    @pytest.mark.parametrize("happens", [sold_meanwhile, came_after_all])
    def test_of_what_is_for_sale_again_runs_no_hook(self, happens, client, settings):
        settings.ORDER_PAID_HOOKS = ["tests.orders.test_decisions.must_not_run"]
        order = happens()
        heard(client, goes_back(Alert.objects.get().payment), "succeeded")
        after(order)
        assert order.is_paid and not order.is_blocked
        order.outbox.filter(kind__startswith="hook:").update(due_at=timezone.now())
        turn()
        hook = order.outbox.get(kind__startswith="hook:")
        assert hook.error == "what was paid too late goes back" and hook.sent_at is None

    @pytest.mark.parametrize("happens", [sold_meanwhile, raised.paid_after_cancel, came_after_all])
    def test_of_what_is_for_sale_again_runs_no_hook_even_if_the_bank_returns_it(
        self, happens, client, settings
    ):
        settings.ORDER_PAID_HOOKS = ["tests.orders.test_decisions.must_not_run"]
        order = happens()
        refund = goes_back(Alert.objects.get().payment)
        heard(client, refund, "succeeded")
        returned = read_refund(report(refund, status="failed"))
        record_refund(report=returned, mode="", cause="worker", asked=True, now=timezone.now())
        assert after(order).is_paid and not order.is_given_back
        hook = order.outbox.get(kind__startswith="hook:")
        deliver(hook, now=timezone.now())
        assert hook.error == "what was paid too late goes back" and hook.sent_at is None

    @pytest.mark.parametrize(
        ("happens", "word"),
        [
            (raised.mismatch, "accept"),
            (raised.paid_after_cancel, "fulfill"),
            (came_after_all, "mark paid"),
        ],
    )
    def test_confirms_no_order(self, happens, word):
        order = happens()
        told = kinds(order)
        goes_back(Alert.objects.get().payment)
        with pytest.raises(MoneyIsGone):
            choose(word)
        assert order.is_blocked and kinds(order) == told

    def comes_to_nothing(self, refund, ends, client, api):
        if ends == "refused":
            error = {"type": "invalid_request_error", "code": "x", "message": "no"}
            api.post(REFUNDS, json={"error": error}, status=400)
            work(refund)
        elif ends == "canceled":
            cancel_refund(refund_id=refund.pk, client=fintoc(), cause="owner", now=timezone.now())
        else:
            heard(client, refund, ends)


class TestASecondPaymentThatPaysInItsStead:
    def test_is_confirmed_if_what_it_pays_can_be_had_again(self, client):
        order = sold_meanwhile()
        first = order.payments.get()
        first.retire(now=timezone.now())
        factories.payment(order, status="succeeded")
        Product.objects.update(stock=1)
        assert kinds(order).count("E8") == 1 and "E1" not in kinds(order)
        heard(client, goes_back(first), "succeeded")
        assert not Alert.objects.open().exists() and to_prepare().get() == order
        assert "E1" in kinds(order)

    def test_asks_nothing_if_its_money_is_back_as_well(self, client):
        order = raised.unresolved()
        second = raised.followed_by_another(order.payments.get())
        after(order).release_stock()
        Product.objects.update(stock=0)
        heard(client, goes_back(second), "succeeded")
        choose("refund", alert=Alert.objects.get(kind="unresolved"))
        assert not Alert.objects.open().exists()
