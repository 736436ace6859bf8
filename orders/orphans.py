"""A payment with our mark that no order here knows: give it one, or give its money back."""

from datetime import datetime

from fintoc_client.objects import PaymentIntent
from orders.account import account_of
from orders.models import Order, Payment
from orders.results import record_result


class NoSuchOrder(ValueError):
    """No order of this account has this number."""


def attach(intent: PaymentIntent, *, order_number: str, cause: str, now: datetime) -> Order:
    """Record the payment for an order, as if it had been opened for it. Raises NoSuchOrder.

    Other money than the order's raises a `mismatch`, a second success a `duplicate_payment`.
    """
    order = Order.objects.filter(number=order_number.strip().upper()).first()
    if order is None or not order.is_of_this_account:
        raise NoSuchOrder(order_number)
    return _recorded(intent, Payment.watch(order=order, now=now), cause=cause, now=now).order


def stand_in(intent: PaymentIntent, *, cause: str, now: datetime) -> Payment:
    """Store the payment under an order of its own, that nobody placed, to refund it from."""
    order = Order.stand_in(
        amount=intent.amount,
        currency=intent.currency,
        account=account_of(intent.mode),
        cause=cause,
        now=now,
    )
    payment = Payment.watch(order=order, now=now)
    payment.doubt(intent, now=now)  # its id is kept, so that what is recorded next is its own
    payment.rule(Payment.REFUND, now=now)
    return _recorded(intent, payment, cause=cause, now=now)


def is_known(intent: PaymentIntent) -> bool:
    """Whether somebody else found its order meanwhile."""
    return Payment.objects.filter(intent_id=intent.id).exists()


def _recorded(intent: PaymentIntent, payment: Payment, *, cause: str, now: datetime) -> Payment:
    record_result(intent=intent, mode="", cause=cause, asked=True, now=now, answer_to=payment)
    return Payment.objects.select_related("order").get(intent_id=intent.id)
