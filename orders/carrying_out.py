"""How each choice about an alert is carried out. Who may choose what when is `decisions.py`.

Every function is called with the order and the alert locked, the alert still open.
"""

import uuid
from collections.abc import Callable
from datetime import datetime

from fintoc_client.objects import PaymentIntent
from orders import correcting, orphans, rulings
from orders.choices import (
    ACCEPT,
    ANSWER,
    ATTACH,
    CLOSE,
    CLOSE_UNPAID,
    FULFILL,
    MARK_PAID,
    REFUND,
    RESEND,
    TRY_AGAIN,
    WAIT,
    Decision,
)
from orders.models import Alert, Outbox, Payment
from orders.odd_money import let_go
from orders.refunds import NotRefundable, request_refund

STAYS_OPEN = True  # what a choice returns that decides nothing yet


class AmountMissing(ValueError):
    """Neither staff nor the refund itself say how much is to go back."""


class MoneyIsGone(ValueError):
    """Nothing is left to deliver for: all of it went back, or is on its way."""


def _accept(alert: Alert, decision: Decision, _intent: PaymentIntent | None, now: datetime) -> None:
    rulings.accept(_kept_payment(alert), cause=decision.cause, now=now)


def _kept_payment(alert: Alert) -> Payment:
    payment = _payment(alert)
    if payment.has_gone_back:
        raise MoneyIsGone
    return payment


def _refund(alert: Alert, decision: Decision, intent: PaymentIntent | None, now: datetime) -> None:
    """The money that the alert is about goes back; it pays nothing where nobody knew better.

    It may have gone back another way by now: then only the rest is left to do.
    """
    if intent is not None:
        payment = _stand_in(alert, decision, intent, now)
    elif alert.kind == Alert.REQUEST:
        payment = _refundable_payment(alert)
    else:
        payment = _payment(alert)
    if alert.kind == Alert.UNRESOLVED:
        rulings.set_aside(payment, Payment.REFUND, cause=decision.cause, now=now)
    elif alert.kind == Alert.PAID_AFTER_CANCEL:
        let_go(payment, cause=decision.cause, now=now)
    if payment.has_gone_back and alert.kind != Alert.REQUEST:
        return
    amount = payment.refundable if decision.amount is None else decision.amount
    _give_back(alert, payment, amount, decision, now)


def _fulfill(
    alert: Alert, _decision: Decision, _intent: PaymentIntent | None, now: datetime
) -> None:
    rulings.fulfill(_kept_payment(alert), now=now)


def _wait(alert: Alert, _decision: Decision, _intent: PaymentIntent | None, now: datetime) -> bool:
    """Ask Fintoc again now. The alert stays until its answer agrees with what we know."""
    _payment(alert).put_off(until=now)
    return STAYS_OPEN


def _close_unpaid(
    alert: Alert, decision: Decision, _intent: PaymentIntent | None, now: datetime
) -> None:
    rulings.set_aside(_payment(alert), Payment.UNPAID, cause=decision.cause, now=now)


def _mark_paid(
    alert: Alert, decision: Decision, _intent: PaymentIntent | None, now: datetime
) -> None:
    rulings.rule_paid(_kept_payment(alert), cause=decision.cause, now=now)


def _attach(alert: Alert, decision: Decision, intent: PaymentIntent | None, now: datetime) -> None:
    assert intent is not None  # noqa: S101 (asked for by `decide`)
    number = decision.order_number
    alert.attach(orphans.attach(intent, order_number=number, cause=decision.cause, now=now))


def _close(
    _alert: Alert, _decision: Decision, _intent: PaymentIntent | None, _now: datetime
) -> None:
    """It was only to be known."""


def _try_again(
    alert: Alert, decision: Decision, _intent: PaymentIntent | None, now: datetime
) -> None:
    payment = _payment(alert)
    amount = _amount_before(alert, payment) if decision.amount is None else decision.amount
    _give_back(alert, payment, amount, decision, now)


def _resend(alert: Alert, decision: Decision, _intent: PaymentIntent | None, now: datetime) -> None:
    """Once, and not again if somebody sent it meanwhile from its order's page."""
    row = Outbox.objects.get(key=alert.subject)
    order = alert.order
    if order is not None and decision.email and correcting.is_to_shopper(row):
        correcting.correct_contact(
            order_id=order.pk, email=decision.email, name="", cause=decision.cause, now=now
        )
    if row.due_at is None and row.sent_at is None:
        correcting.send_again(outbox_id=row.pk, cause=decision.cause, now=now)


def _answer(
    alert: Alert, _decision: Decision, _intent: PaymentIntent | None, _now: datetime
) -> None:
    """The reason is the answer: it is mailed once it is stored."""


CARRIED_OUT: dict[str, Callable[[Alert, Decision, PaymentIntent | None, datetime], bool | None]] = {
    ACCEPT: _accept,
    REFUND: _refund,
    FULFILL: _fulfill,
    WAIT: _wait,
    CLOSE_UNPAID: _close_unpaid,
    MARK_PAID: _mark_paid,
    ATTACH: _attach,
    CLOSE: _close,
    TRY_AGAIN: _try_again,
    RESEND: _resend,
    ANSWER: _answer,
}


def _stand_in(alert: Alert, decision: Decision, intent: PaymentIntent, now: datetime) -> Payment:
    if orphans.is_known(intent):
        raise NotRefundable("an order has it by now")
    payment = orphans.stand_in(intent, cause=decision.cause, now=now)
    if not payment.has_succeeded:
        raise NotRefundable(f"Fintoc says {payment.status}")
    alert.attach(payment.order)
    return payment


def _payment(alert: Alert) -> Payment:
    assert alert.payment is not None  # noqa: S101 (its kind is about a payment)
    return alert.payment


def _refundable_payment(alert: Alert) -> Payment:
    """Which of the order's payments a shopper means."""
    payment = alert.payment_meant
    if payment is None:
        raise NotRefundable("nothing has been paid")
    return payment


def _amount_before(alert: Alert, payment: Payment) -> int:
    """Of the refund that the alert is about. One of nothing has no row: raises AmountMissing."""
    for refund in payment.refunds.all():
        if alert.subject in (refund.refund_id, str(refund.reference)):
            return refund.amount
    raise AmountMissing


def _give_back(
    alert: Alert, payment: Payment, amount: int, decision: Decision, now: datetime
) -> None:
    request_refund(
        payment_id=payment.pk,
        amount=amount,
        reference=uuid.uuid5(payment.reference, f"alert {alert.pk}"),  # a second click is the same
        cause=decision.cause,
        now=now,
    )
