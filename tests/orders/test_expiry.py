"""What time does to an order nobody pays: its stock goes back, then it is canceled."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fintoc_client.errors import OutcomeUnknown
from operations.worker import turn
from orders.account import fintoc
from orders.expiry import Cancellation, cancel_order, lapse
from orders.fulfillment import move_order
from orders.models import Alert, Order, OrderEvent, Payment, Reconciliation
from orders.opening import Verdict, open_payment
from orders.rulings import set_aside
from orders.shopper_says import no_charge_is_there
from orders.stock import give_back
from tests import factories

pytestmark = pytest.mark.django_db

HOLD, PAYABLE, DAY = timedelta(minutes=30), timedelta(hours=48), timedelta(days=1)


@pytest.fixture
def mug():
    return factories.product(stock=5)


@pytest.fixture
def order(mug):
    return factories.order(products=[mug], quantity=2)


def told(api, payment, **fields):
    """Fintoc answers this when asked about the payment."""
    intent = factories.intent(payment, **fields)
    api.get(f"{factories.INTENTS}/{intent['id']}", json=intent)


def stock(mug):
    mug.refresh_from_db()
    return mug.stock


def lapsed(order, after):
    outcome = lapse(order_id=order.pk, client=fintoc(), now=order.created_at + after)
    order.refresh_from_db()
    return outcome


def canceled(order, *, cause="shopper", after=timedelta(minutes=1)):
    outcome = cancel_order(
        order_id=order.pk, client=fintoc(), cause=cause, now=order.created_at + after
    )
    order.refresh_from_db()
    return outcome


def test_stock_is_held_for_half_an_hour_and_given_back_once(order, mug):
    assert lapsed(order, HOLD - timedelta(seconds=1)) is None
    assert stock(mug) == 3
    for _time in range(3):
        lapsed(order, HOLD)
    assert stock(mug) == 5 and order.held_until is None
    assert order.due_at == order.payable_until and order.status == "created"


@pytest.mark.parametrize("word", ["pending", "requires_action", "succeeded"])
def test_what_is_at_the_bank_or_paid_keeps_its_stock(word, order, mug):
    factories.payment(order, status=word)
    lapsed(order, PAYABLE + DAY)
    assert stock(mug) == 3 and order.due_at is None and order.status != "canceled"


def test_a_failure_after_days_at_the_bank_makes_it_due_again(order, mug):
    payment = factories.payment(order, status="pending")
    order.refresh_from_db()
    assert order.due_at is None
    factories.reported(payment, status="failed", now=order.created_at + 3 * DAY)
    order.refresh_from_db()
    assert order.due_at is not None


def test_a_worker_that_puts_an_order_off_brings_no_stock_back_to_it(order, mug):
    seen_by_another_worker = Order.objects.get(pk=order.pk)
    lapsed(order, HOLD)
    seen_by_another_worker.put_off(until=order.created_at + HOLD)
    lapsed(order, HOLD)
    assert stock(mug) == 5 and order.held_until is None


def test_after_two_days_it_is_canceled_and_says_so_in_its_timeline(order, mug):
    assert lapsed(order, PAYABLE) is Cancellation.CANCELED
    assert order.status == "canceled" and order.due_at is None and stock(mug) == 5
    last = order.events.filter(kind=OrderEvent.STATUS).last()
    assert (last.value, last.cause) == ("canceled", "expiry")


def test_one_second_earlier_it_is_not(order):
    assert lapsed(order, PAYABLE - timedelta(seconds=1)) is None
    assert order.status == "created"


def test_fintoc_is_asked_before_and_a_payment_that_went_through_pays_the_order(order, mug, api):
    payment = factories.payment(order)
    told(api, payment, status="succeeded")
    assert lapsed(order, PAYABLE) is Cancellation.TOO_LATE
    assert order.is_paid and stock(mug) == 3
    assert not Alert.objects.exists()


def test_without_an_answer_nothing_is_canceled_and_it_is_tried_again(order, api):
    payment = factories.payment(order)
    api.get(f"{factories.INTENTS}/{payment.intent_id}", status=502)
    with pytest.raises(OutcomeUnknown):
        lapsed(order, PAYABLE)
    order.refresh_from_db()
    assert order.status == "created"
    assert order.due_at == order.created_at + PAYABLE + timedelta(hours=1)


def test_a_payment_in_progress_stops_a_shopper_for_a_quarter_of_an_hour(order, api):
    payment = factories.payment(order, now=order.created_at)
    told(api, payment, status="in_progress")
    assert canceled(order, after=timedelta(minutes=14)) is Cancellation.RUNNING
    assert canceled(order, after=timedelta(minutes=16)) is Cancellation.CANCELED


def test_and_it_stops_expiry_for_a_day(order, api):
    payment = factories.payment(order, now=order.created_at + PAYABLE - timedelta(hours=1))
    told(api, payment, status="in_progress")
    assert lapsed(order, PAYABLE) is Cancellation.RUNNING
    assert lapsed(order, PAYABLE + timedelta(hours=24)) is Cancellation.CANCELED


@pytest.mark.parametrize("word", ["pending", "requires_action", "succeeded"])
def test_an_order_at_the_bank_or_paid_is_not_canceled(word, order):
    factories.payment(order, status=word)
    assert canceled(order) is Cancellation.TOO_LATE
    assert order.canceled_at is None


def test_what_fintoc_says_only_when_asked_stops_a_cancel_too(order, api):
    payment = factories.payment(order)
    told(api, payment, status="pending")
    assert canceled(order) is Cancellation.TOO_LATE
    assert order.is_pending and order.canceled_at is None


def test_a_canceled_order_gives_back_its_stock_and_cannot_be_paid(order, mug):
    assert canceled(order) is Cancellation.CANCELED
    assert stock(mug) == 5
    opening = open_payment(order_id=order.pk, client=fintoc(), now=timezone.now())
    assert opening.verdict is Verdict.ORDER and not order.payments.exists()


def test_canceling_twice_gives_back_once(order, mug):
    canceled(order)
    assert canceled(order) is Cancellation.TOO_LATE
    assert stock(mug) == 5


@pytest.mark.parametrize("kind", ["mismatch", "unresolved", "contradiction"])
def test_what_staff_must_decide_is_never_canceled_by_itself(kind, order):
    factories.payment(order, status="failed")
    Alert.raise_once(kind=kind, subject="x", order=order, now=timezone.now())
    assert lapsed(order, PAYABLE) is None
    assert order.status == "failed" and order.due_at > order.created_at + PAYABLE
    assert canceled(order) is Cancellation.TOO_LATE


def test_an_order_of_another_account_is_not_canceled(order, settings):
    settings.FINTOC_ACCOUNT = "live@api.fintoc.com"
    assert canceled(order) is Cancellation.TOO_LATE


def test_nobody_opens_a_payment_while_it_is_canceled_and_the_other_way_round(order):
    now = order.created_at + timedelta(minutes=1)
    order.claim_opening(now=now)
    assert canceled(order) is Cancellation.TOO_LATE
    order.release_opening()
    assert canceled(order) is Cancellation.CANCELED


def test_an_order_with_a_payment_nobody_resolved_is_never_canceled_by_itself(order):
    fields = {"status": "failed", "error_reason": "unresolved_final_status"}
    factories.payment(order, **fields)
    no_charge_is_there(order_id=order.pk, now=order.created_at)  # so no alert is open any more
    assert lapsed(order, PAYABLE) is None
    assert order.status == "failed" and order.due_at is None
    assert canceled(order) is Cancellation.CANCELED  # its shopper may


def test_a_limit_of_fintocs_hit_while_canceling_slows_every_worker(order, api, settings):
    payment = factories.payment(order, now=order.created_at)
    Payment.objects.update(due_at=None)
    long_ago = timezone.now() - PAYABLE
    Order.objects.update(created_at=long_ago, held_until=None, due_at=long_ago)
    api.get(f"{factories.INTENTS}/{payment.intent_id}", status=429, json={})
    turn()
    assert Reconciliation.objects.get().refusals == 1


class TestAPaymentWhoseCreateWasNeverAnswered:
    @pytest.fixture
    def lost(self, order):
        return Payment.open(order=order, now=order.created_at)

    def listed(self, api, *intents):
        api.get(factories.INTENTS, json=list(intents))

    def test_is_looked_for_in_the_list_and_stops_the_cancel_if_it_was_paid(self, order, lost, api):
        other = factories.intent(factories.payment(factories.order()), id="pi_other")
        paid = factories.intent(lost, status="succeeded", id="pi_lost")
        self.listed(api, other, paid)
        assert canceled(order) is Cancellation.TOO_LATE
        lost.refresh_from_db()
        assert order.is_paid and lost.intent_id == "pi_lost"

    def test_does_not_stop_it_if_the_list_lacks_it(self, order, lost, api):
        self.listed(api)
        assert canceled(order) is Cancellation.CANCELED
        asked = api.calls[0].request.params["since"]
        assert asked == (order.created_at - DAY).date().isoformat()

    def test_stops_it_if_the_list_cannot_be_read(self, order, lost, api):
        api.get(factories.INTENTS, status=500)
        assert canceled(order) is Cancellation.UNASKED

    def test_that_fintoc_refused_needs_no_looking_for(self, order, lost):
        lost.refuse(reason="invalid_amount", now=timezone.now())
        assert canceled(order) is Cancellation.CANCELED

    def test_is_not_looked_for_again_once_the_whole_list_was_read(self, order, lost, settings):
        row = Reconciliation.of(settings.FINTOC_ACCOUNT, now=order.created_at)
        row.begin(now=order.created_at + timedelta(minutes=10))
        row.go_on(page_url="", now=order.created_at + timedelta(minutes=10))
        assert canceled(order, after=timedelta(minutes=11)) is Cancellation.CANCELED

    def test_is_looked_for_if_nobody_read_the_list_since(self, order, lost, api, settings):
        Reconciliation.of(settings.FINTOC_ACCOUNT, now=order.created_at + PAYABLE)
        api.get(factories.INTENTS, status=503)
        assert canceled(order, after=PAYABLE) is Cancellation.UNASKED

    def test_is_not_looked_for_without_end(self, order, lost, api, monkeypatch):
        monkeypatch.setattr("orders.expiry.DEADLINE_SECONDS", 0.2)
        link = {"Link": f'<{factories.INTENTS}?page=2>; rel="next"'}
        api.get(factories.INTENTS, json=[], headers=link)
        api.get(factories.INTENTS + "?page=2", json=[], headers=link)
        assert canceled(order) is Cancellation.UNASKED

    def test_is_looked_for_on_every_page_back_to_its_day(self, order, lost, api):
        paid = factories.intent(lost, status="succeeded", id="pi_lost")
        link = {"Link": f'<{factories.INTENTS}?page=2>; rel="next"'}
        api.get(factories.INTENTS, json=[], headers=link)
        api.get(factories.INTENTS + "?page=2", json=[paid])
        assert canceled(order) is Cancellation.TOO_LATE


def test_money_that_does_not_match_keeps_its_stock_until_staff_decide(order, mug):
    factories.payment(order, status="succeeded", amount=1)
    lapsed(order, HOLD + timedelta(minutes=1))
    assert stock(mug) == 3 and order.due_at is not None


class TestMoneyThatComesAfterAll:
    def test_after_a_cancel_is_taken_and_staff_decide(self, order, mug, api):
        payment = factories.payment(order)
        told(api, payment, status="created")
        assert canceled(order) is Cancellation.CANCELED
        factories.reported(payment, status="succeeded")
        order.refresh_from_db()
        assert order.is_paid and order.is_blocked
        assert Alert.objects.get().kind == "paid_after_cancel"
        assert stock(mug) == 3  # taken again: there was some
        assert kinds(order) == ["E8", "M2"]

    def test_without_stock_is_taken_and_staff_decide(self, order, mug):
        payment = factories.payment(order)
        lapsed(order, HOLD + timedelta(minutes=1))
        factories.order(products=[mug], quantity=5)
        factories.reported(payment, status="succeeded")
        order.refresh_from_db()
        assert order.is_paid and order.is_blocked and order.held_until is None
        assert Alert.objects.get().detail == "somebody else has its stock by now"
        assert stock(mug) == 0 and kinds(order) == ["E8", "M2"]

    def test_with_stock_left_is_like_any_other(self, order, mug):
        payment = factories.payment(order)
        lapsed(order, HOLD + timedelta(minutes=1))
        factories.reported(payment, status="succeeded")
        order.refresh_from_db()
        assert order.is_paid and not order.is_blocked
        assert stock(mug) == 3 and kinds(order) == ["E1", "M1"]
        assert order.due_at is None and order.held_until is not None

    def test_and_then_does_not_come_gives_a_canceled_order_its_stock_back_once(self, order, mug):
        payment = factories.payment(order)
        order.cancel(payments=[payment], cause="shopper", now=timezone.now())
        give_back(order)
        factories.reported(payment, status="pending")
        assert stock(mug) == 3
        for _time in range(2):
            factories.reported(payment, status="failed")
        order.refresh_from_db()
        assert order.is_canceled and order.held_until is None and stock(mug) == 5

    def test_and_then_does_not_come_brings_nothing_back_that_left_the_shop(self, order, mug):
        other = factories.payment(order)
        other.retire(now=timezone.now())
        paid = factories.payment(order, status="succeeded")
        move_order(order_id=order.pk, word="ready", cause="x", now=timezone.now())
        paid.order.refresh_from_db()
        set_aside(paid, "unpaid", cause="owner", now=timezone.now())
        assert paid.order.is_canceled
        for word in ("pending", "failed"):
            factories.reported(other, status=word)
        order.refresh_from_db()
        assert order.is_canceled and stock(mug) == 3


def kinds(order):
    return sorted(order.outbox.values_list("kind", flat=True))


def test_opening_takes_the_stock_again_or_says_that_it_is_gone(order, mug, api):
    lapsed(order, HOLD)
    factories.order(products=[mug], quantity=4)
    now = order.created_at + HOLD + timedelta(minutes=1)
    assert open_payment(order_id=order.pk, client=fintoc(), now=now).verdict is Verdict.SOLD_OUT
    assert stock(mug) == 1 and not order.payments.exists()
    mug.give_back_stock(product_id=mug.pk, quantity=4)
    api.post(factories.INTENTS, json={}, status=500)
    open_payment(order_id=order.pk, client=fintoc(), now=now)
    order.refresh_from_db()
    assert stock(mug) == 3 and order.held_until == now + HOLD == order.due_at


def test_after_its_time_a_click_cancels_instead_of_opening(order):
    now = order.created_at + PAYABLE
    assert open_payment(order_id=order.pk, client=fintoc(), now=now).verdict is Verdict.ORDER
    order.refresh_from_db()
    assert order.is_canceled and not order.payments.exists()


def test_the_window_is_the_settings(order, settings):
    settings.ORDER_PAYABLE_HOURS = 1
    assert lapsed(order, timedelta(hours=1)) is Cancellation.CANCELED
