"""What staff decide about a payment that only they can judge, and what follows from it.

Each function needs the order's lock and leaves order and payments as if the bank had said so.
"""

from datetime import datetime

from orders import emails, stock
from orders.models import Payment
from orders.odd_money import confirm, hand_over, heir_among, raise_alerts


def accept(payment: Payment, *, cause: str, now: datetime) -> None:
    """Take the money for what we asked for, though it is not; it may pay its order now."""
    payment.accept(now=now)
    _settle(payment, cause=cause, now=now)


def rule_paid(payment: Payment, *, cause: str, now: datetime) -> None:
    """Somebody saw the money on the shop's own account, whatever the bank answered."""
    payment.rule(Payment.PAID, now=now)
    _settle(payment, cause=cause, now=now)


def set_aside(payment: Payment, ruling: str, *, cause: str, now: datetime) -> None:
    """It pays nothing: `ruling` says whether its money never came, or goes back.

    Its order is canceled with it, unless another payment pays it or may still do so.
    """
    order = payment.order
    payment.rule(ruling, now=now)
    payments = order.payment_list()
    others = [each for each in payments if not each.is_set_aside]
    heir = heir_among(others)
    if heir is not None and not _is_fulfilled(payments):
        hand_over(heir, cause=cause, now=now)
    if heir is not None or order.was_canceled or any(each.is_waiting for each in others):
        order.settle(payments=payments, cause=cause, now=now)
    else:
        order.cancel(payments=payments, cause=cause, now=now)
    if order.is_canceled and order.is_to_be_prepared:
        stock.give_back(order)
    order.touch(now=now)
    if ruling == Payment.UNPAID:
        emails.queue_closed(order=order, payment=payment, now=now)


def fulfill(payment: Payment, *, now: datetime) -> None:
    """Deliver what was paid too late, with the confirmation that waited. Raises OutOfStock."""
    order = payment.order
    if order.held_until is None:
        stock.hold(order, now=now)
    emails.queue_paid(order=order, payment=payment, is_sure=True, now=now)
    order.touch(now=now)


def _settle(payment: Payment, *, cause: str, now: datetime) -> None:
    order = payment.order
    if order.settle(payments=order.payment_list(), cause=cause, now=now) and order.is_paid:
        confirm(order, payment, now=now)
    raise_alerts(order, payment, now=now)
    order.touch(now=now)


def _is_fulfilled(payments: list[Payment]) -> bool:
    return any(payment.fulfilled_at is not None for payment in payments)
