"""Each kind of alert offers its choices and no others; those about odd money, to their end."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from fintoc_client.objects import read_refund
from operations.worker import turn
from orders.account import fintoc
from orders.carrying_out import MoneyIsGone
from orders.choices import OFFERED
from orders.decisions import AlreadyDecided, NotOffered, ReasonMissing
from orders.emails import deliver
from orders.fulfillment import NotFulfillable, move_order, to_prepare
from orders.models import Alert, OrderEvent, Refund
from orders.refunds import cancel_refund, record_refund, request_refund
from orders.stock import OutOfStock
from tests import factories
from tests.orders import test_alerts as raised
from tests.orders.deciding import after, choose, kinds, the_refund
from tests.orders.test_refunds import REFUNDS, heard, report, work
from tests.orders.test_refunds_in_doubt import made

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
        gone = self.goes_back(Alert.objects.get().payment)
        alert = choose("refund")
        assert the_refund() == (gone.payment, gone.amount, "staff")
        assert alert.resolved_at is not None and not order.is_blocked

    def test_of_a_late_payment_has_its_stock_given_back_all_the_same(self):
        order = raised.paid_after_cancel()
        self.goes_back(Alert.objects.get().payment)
        choose("refund")
        assert after(order).held_until is None

    def test_in_part_is_followed_by_the_rest(self):
        order = raised.duplicate_payment()
        gone = self.goes_back(Alert.objects.get().payment, amount=1_000)
        choose("refund")
        assert Refund.objects.exclude(pk=gone.pk).get().amount == order.amount - 1_000

    @EVERY
    def test_leaves_nothing_to_decide_once_all_of_it_is_there(self, happens, client):
        order = happens()
        alert = Alert.objects.get()
        whole = alert.payment.refundable
        for refund in [
            self.goes_back(alert.payment, amount=part) for part in (1_000, whole - 1_000)
        ]:
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
        heard(client, self.goes_back(alert.payment), "failed")
        alert.refresh_from_db()
        assert alert.resolved_at is None

    def test_of_a_second_payment_leaves_its_order_paid(self, client):
        order = raised.duplicate_payment()
        heard(client, self.goes_back(Alert.objects.get().payment), "succeeded")
        assert "Pago recibido" in client.get(f"/orders/{order.token}/").content.decode()

    def test_of_other_money_lets_its_shopper_pay(self, client):
        order = other_money()
        heard(client, self.goes_back(Alert.objects.get().payment), "succeeded")
        assert after(order).is_payable
        assert "Revisa y paga" in client.get(f"/orders/{order.token}/").content.decode()

    @LATE
    def test_of_a_late_payment_has_its_stock_given_back_once_it_is_there(self, happens, client):
        order = happens()
        assert after(order).held_until is not None
        heard(client, self.goes_back(Alert.objects.get().payment), "succeeded")
        assert after(order).held_until is None

    @EVERY
    @pytest.mark.parametrize("ends", ["refused", "canceled", "failed"])
    def test_while_ours_was_open_leaves_nothing_to_decide_once_ours_came_to_nothing(
        self, happens, ends, client, api
    ):
        order = happens()
        alert = Alert.objects.get()
        ours = self.goes_back(alert.payment)
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
        heard(client, self.goes_back(unresolved), "succeeded")
        assert not Alert.objects.open().exists() and order.paid_by == other
        assert after(order).held_until is not None and to_prepare().get() == order

    @pytest.mark.parametrize("word", ["fulfill", "refund"])
    def test_of_one_that_came_late_asks_the_same_about_the_other_one(self, word, client):
        order = raised.paid_after_cancel()
        late = order.payments.get()
        other = raised.followed_by_another(late)
        heard(client, self.goes_back(late), "succeeded")
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
            heard(client, self.goes_back(Alert.objects.open().get().payment), "succeeded")
        assert not Alert.objects.open().exists() and after(order).held_until is not None
        assert order.lines.get().product.stock == 4

    def test_of_both_payments_has_its_stock_given_back(self, client):
        order = raised.unresolved()
        unresolved = order.payments.get()
        other = raised.followed_by_another(unresolved)
        for payment in (other, unresolved):
            heard(client, self.goes_back(payment), "succeeded")
        assert not Alert.objects.open().exists() and after(order).held_until is None

    @pytest.mark.parametrize("happens", [sold_meanwhile, came_after_all])
    def test_of_what_is_for_sale_again_runs_no_hook(self, happens, client, settings):
        settings.ORDER_PAID_HOOKS = ["tests.orders.test_decisions.must_not_run"]
        order = happens()
        heard(client, self.goes_back(Alert.objects.get().payment), "succeeded")
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
        refund = self.goes_back(Alert.objects.get().payment)
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
        self.goes_back(Alert.objects.get().payment)
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

    def goes_back(self, payment, amount=None):
        return request_refund(
            payment_id=payment.pk,
            amount=amount or payment.refundable,
            reference=uuid.uuid4(),
            cause="staff",
            now=timezone.now(),
        )


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
