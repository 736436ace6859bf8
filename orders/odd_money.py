"""Odd money: what a report means that only the shop's staff can decide. Each is raised once.

What an Alert asks, and whether it blocks its order, is in `models/alert.py`.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from fintoc_client.objects import CheckoutSession, PaymentIntent
from orders import emails, stock
from orders.models import Alert, Order, Payment, Refund
from orders.remarks import with_facts

NOT_ALLOWED = "recipient_account_not_allowed"  # docs: .../payment-intent-error-reason
CLOCK_IS_OFF = 60.0  # seconds
# Those in which staff decide whether a payment's money goes back: nothing is left to decide in them
# once that payment's money is all back.
WHOSE_MONEY = (
    Alert.MISMATCH,
    Alert.DUPLICATE_PAYMENT,
    Alert.PAID_AFTER_CANCEL,
    Alert.UNRESOLVED,
)
# Those that keep an order stopped from the moment it is paid: its stock is for sale again once the
# money is back. A second payment pays no order. Of a mismatch the money either pays none, which may
# still be paid then, or it had counted: that sale was confirmed, and staff see to its stock.
MAY_COME_LATE = (Alert.PAID_AFTER_CANCEL, Alert.UNRESOLVED)

log = logging.getLogger(__name__)


def raise_mismatch(
    order: Order,
    payment: Payment,
    report: PaymentIntent | CheckoutSession,
    *,
    account: str,
    now: datetime,
) -> None:
    """Fintoc, asked, says other money than ours. The same money again asks staff nothing new."""
    detail = _other_money(payment, report, account=account)
    told = order.alerts.filter(kind=Alert.MISMATCH, subject=report.id, detail=detail)
    if payment.accepted_at is None and not told.exists():
        Alert.raise_once(
            kind=Alert.MISMATCH,
            subject=report.id,
            detail=detail,
            order=order,
            payment=payment,
            now=now,
        )


def _other_money(payment: Payment, report: PaymentIntent | CheckoutSession, *, account: str) -> str:
    said, asked = (report.amount or 0, report.currency), (payment.amount, payment.currency)
    if account == payment.account:
        return with_facts("other money", said=said, asked=asked)
    ours = payment.account
    return with_facts("other account", said=said, account=account, asked=asked, ours=ours)


def raise_alerts(order: Order, payment: Payment, *, now: datetime) -> None:
    """Raise what this payment's own facts call for. Needs the order's lock."""
    if payment.is_duplicate:
        _raise_first(Alert.DUPLICATE_PAYMENT, order, payment, now=now)
    if payment.is_given_up or payment.is_unresolved:
        _raise_first(Alert.UNRESOLVED, order, payment, now=now)
    if payment.is_contradicted:
        detail = with_facts("taken back", said=payment.raw_status, before=payment.status)
        _raise_first(Alert.CONTRADICTION, order, payment, now=now, detail=detail)
    if payment.error_reason == NOT_ALLOWED:
        raise_shop_side(detail=NOT_ALLOWED, order=order, now=now)


def ask_again(payment: Payment, *, now: datetime) -> None:
    """Its money was to go back by staff's decision, and it stays: they decide once more.

    The same again, or, of what is here now though nobody had known it, another try.
    """
    order = payment.order
    if payment.refundable <= 0 or order.alerts.open().filter(payment=payment).exists():
        return
    asked = order.alerts.filter(payment=payment, kind__in=WHOSE_MONEY).order_by("pk").last()
    if asked is None or not asked.is_decided_to_refund:
        return
    kind, subject = asked.kind, asked.subject
    if kind == Alert.DUPLICATE_PAYMENT and payment.has_paid:
        return  # it is no second one any more
    refund = payment.refunds.order_by("pk").last()
    if kind == Alert.UNRESOLVED and payment.has_succeeded and refund is not None:
        kind, subject = Alert.REFUND_FAILED, refund.subject
    if kind == Alert.PAID_AFTER_CANCEL and payment.is_to_go_back and order.is_paid:
        kind = Alert.DUPLICATE_PAYMENT  # another one pays the order since
    detail = "its money was to go back, and did not"
    Alert.raise_once(
        kind=kind, subject=subject, detail=detail, order=order, payment=payment, now=now
    )


def close_contradiction(order: Order, payment: Payment, *, cause: str, now: datetime) -> None:
    """Fintoc, asked, says again what it had reported before it took it back, if it ever did."""
    for alert in order.alerts.open().filter(kind=Alert.CONTRADICTION, payment=payment):
        alert.resolve(decision="Fintoc agrees again", cause=cause, now=now)
        order.touch(now=now)


def close_given_back(payment: Payment, *, now: datetime) -> None:
    """All of a payment's odd money is back where it came from: nothing is left to decide.

    Who asked for the last of it back has decided it. Needs the order's lock.
    """
    refunds = [each for each in payment.refunds.order_by("ended_at", "pk") if not each.is_void]
    is_on_its_way = any(refund.is_open for refund in refunds)
    if is_on_its_way or not payment.is_given_back_by(refunds):
        return
    cause = refunds[-1].requested_by
    for alert in payment.order.alerts.open().filter(kind__in=WHOSE_MONEY, payment=payment):
        if alert.kind in MAY_COME_LATE:
            let_go(payment, cause=cause, now=now)
        alert.resolve(decision="refund", cause=cause, now=now)
        payment.order.touch(now=now)


def let_go(payment: Payment, *, cause: str, now: datetime) -> None:
    """The money goes back: what a late payment was to bring its shopper is for sale again.

    But another payment whose money stays pays for it then. What has left the shop is not there.
    """
    if not payment.has_paid:
        return
    order = payment.order
    heir = heir_among(each for each in order.payment_list() if each.pk != payment.pk)
    if heir is not None and not heir.has_gone_back:
        payment.rule(Payment.REFUND, now=now)
        hand_over(heir, cause=cause, now=now)
    elif order.is_to_be_prepared:
        stock.give_back(order)


def heir_among(payments: Iterable[Payment]) -> Payment | None:
    """Which of them pays their order if the one that did does no longer."""
    money = [payment for payment in payments if payment.is_money]
    return min(money, key=lambda payment: payment.has_gone_back, default=None)


def hand_over(heir: Payment, *, cause: str, now: datetime) -> None:
    """It is no second payment any more: it pays the order, as if the first had never come."""
    order = heir.order
    heir.take_over(now=now)
    if heir.has_gone_back:
        return  # whatever was to be decided about it is
    for alert in order.alerts.open().filter(kind=Alert.DUPLICATE_PAYMENT, payment=heir):
        alert.resolve(decision="accept", cause=cause, now=now)
    if order.is_to_be_prepared:
        confirm(order, heir, now=now)


def confirm(order: Order, payment: Payment, *, now: datetime) -> None:
    """Have the stock of an order that this payment just paid, and write what being paid sends."""
    is_sure = _secure_stock(order, payment, now=now)
    emails.queue_paid(order=order, payment=payment, is_sure=is_sure, now=now)


def _secure_stock(order: Order, payment: Payment, *, now: datetime) -> bool:
    """False if staff must decide what to do."""
    is_secured = stock.secure(order, now=now)
    if is_secured and not order.was_canceled:
        return True
    detail = "its stock was taken again" if is_secured else "somebody else has its stock by now"
    _raise_first(Alert.PAID_AFTER_CANCEL, order, payment, now=now, detail=detail)
    return False


def raise_shop_side(*, detail: str, now: datetime, order: Order | None = None) -> None:
    """Tell staff, and whoever reads the log, that Fintoc refuses the shop and not the shopper."""
    log.error("%s", detail)
    subject = "fintoc" if order is None else order.number
    Alert.raise_once(kind=Alert.SHOP_SIDE, subject=subject, detail=detail, order=order, now=now)


def watch_the_clock(seconds_ahead: float | None, *, now: datetime) -> None:
    """Tell staff while this machine's clock is a minute off Fintoc's or more.

    Its webhooks are then refused sooner or later, and only asking keeps the orders right.
    """
    if seconds_ahead is None:
        return
    told = Alert.objects.open().filter(kind=Alert.SHOP_SIDE, subject=Alert.CLOCK)
    if abs(seconds_ahead) < CLOCK_IS_OFF:
        for alert in told:
            alert.resolve(decision="the clock is right again", cause="worker", now=now)
    elif not told.exists():
        way, seconds = "ahead" if seconds_ahead > 0 else "behind", f"{abs(seconds_ahead):.0f}"
        log.error("This machine's clock is %s s %s Fintoc's. Set the clock.", seconds, way)
        detail = with_facts(f"clock {way}", seconds=seconds)
        Alert.raise_once(kind=Alert.SHOP_SIDE, subject=Alert.CLOCK, detail=detail, now=now)


def raise_missing(order: Order, payment: Payment, *, now: datetime) -> None:
    """Fintoc does not know it any more, so nobody waits for it, at the bank or elsewhere."""
    _raise_first(Alert.MISSING, order, payment, now=now, detail="Fintoc answered 404 for it")
    raise_alerts(order, payment, now=now)


def raise_about(kind: str, refund: Refund, detail: str, *, now: datetime) -> None:
    """A refund did not go as it should."""
    payment = refund.payment
    Alert.raise_once(
        kind=kind,
        subject=refund.subject,
        detail=detail,
        order=payment.order,
        payment=payment,
        now=now,
    )


def _raise_first(
    kind: str, order: Order, payment: Payment, *, now: datetime, detail: str = ""
) -> None:
    """Raise it unless it was ever raised: the same fact, told again, asks nothing new."""
    subject = payment.intent_id or payment.session_id or str(payment.reference)
    if not order.alerts.filter(kind=kind, subject=subject).exists():
        Alert.raise_once(
            kind=kind, subject=subject, detail=detail, order=order, payment=payment, now=now
        )
