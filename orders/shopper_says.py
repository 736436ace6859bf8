"""What a shopper tells the shop about an order: that no charge is there, or what they want back."""

from datetime import datetime

from django.db import transaction

from orders.models import Alert, Order, OrderEvent
from orders.text import in_lines, storable

CAUSE = "shopper"
MESSAGE_LIMIT = 2000  # characters


class NothingSaid(ValueError):
    """A request without a word."""


class NothingToGiveBack(ValueError):
    """All of its money went back, or is going back."""


def no_charge_is_there(*, order_id: int, now: datetime) -> None:
    """The shopper looked at their account: a payment that nobody could resolve did not happen.

    Believed only of one that Fintoc has ended; one still at the bank stays there.
    """
    with transaction.atomic():
        order = Order.locked(order_id)
        for alert in order.alerts.open().unresolved():
            if alert.payment is not None and alert.payment.is_unsuccessful:
                alert.resolve(decision="no charge in the shopper's account", cause=CAUSE, now=now)
        order.touch(now=now)


def ask_for_money_back(*, order_id: int, message: str, now: datetime) -> None:
    """Ask the merchant for a refund or a withdrawal.

    A second message joins the first while nobody has answered it. Raises NothingSaid or
    NothingToGiveBack.
    """
    text = storable(in_lines(message), MESSAGE_LIMIT)
    if not text:
        raise NothingSaid
    with transaction.atomic():
        order = Order.locked(order_id)
        waiting = order.alerts.open().requests().first()
        if waiting is None and order.is_given_back:
            raise NothingToGiveBack(order.number)
        if waiting is None:
            Alert.raise_once(
                kind=Alert.REQUEST, subject=order.number, detail=text, order=order, now=now
            )
        elif not waiting.add_detail(text):
            return  # nobody reads so much: enough was said
        OrderEvent.add(
            order=order, kind=OrderEvent.NOTE, value="request", detail=text, cause=CAUSE, now=now
        )
