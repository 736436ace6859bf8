"""Prepare what was paid and hand it over. Nothing leaves while staff have something to decide."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from orders.emails import queue_on_its_way
from orders.models import Order
from orders.models.fulfilling import FOLLOWS, PREPARING, READY, SHIPPED, TO_PREPARE, UNFULFILLED
from orders.text import storable


class NotFulfillable(ValueError):
    """This order may not be moved so. `reason` is one of the words in `REASONS`."""

    def __init__(self, order: Order, reason: str) -> None:
        super().__init__(f"{order.number}: {reason}")
        self.reason = reason


UNPAID, BLOCKED, GIVEN_BACK = "unpaid", "blocked", "given back"
OUT_OF_TURN, ANOTHER_ACCOUNT = "out of turn", "another account"
REASONS = (UNPAID, BLOCKED, GIVEN_BACK, OUT_OF_TURN, ANOTHER_ACCOUNT)


def move_order(
    *,
    order_id: int,
    word: str,
    cause: str,
    now: datetime,
    carrier: str = "",
    tracking: str = "",
) -> None:
    """Move a paid order on, and tell its shopper once it is on its way. Raises NotFulfillable.

    The same move again, as a second click makes it, does nothing.
    """
    with transaction.atomic():
        order = Order.locked(order_id)
        said = (word, storable(carrier.strip()), storable(tracking.strip()))
        if word != SHIPPED:
            said = (word, order.carrier, order.tracking)
        if said == (order.fulfillment, order.carrier, order.tracking):
            return
        reason = why_not(order, word)
        if reason:
            raise NotFulfillable(order, reason)
        order.move_to(word, carrier=said[1], tracking=said[2], cause=cause, now=now)
        order.touch(now=now)
        if word in (SHIPPED, READY):
            queue_on_its_way(order=order, now=now)


def why_not(order: Order, word: str) -> str:
    """Why an order may not be moved to `word`; "" if it may."""
    if not order.is_of_this_account:
        return ANOTHER_ACCOUNT
    if not order.is_paid:
        return UNPAID
    if order.fulfillment not in FOLLOWS[word]:
        return OUT_OF_TURN
    if order.is_blocked:
        return BLOCKED
    if order.fulfillment in TO_PREPARE and word != UNFULFILLED and order.is_given_back:
        return GIVEN_BACK
    return ""


def possible_moves(order: Order) -> list[str]:
    """The words that an order may be moved to now, in their own order."""
    return [word for word in FOLLOWS if not why_not(order, word)]


def prepare_all(*, order_ids: Iterable[int], cause: str, now: datetime) -> list[NotFulfillable]:
    """Mark each as being prepared, in a transaction of its own; return those that may not be."""
    refused = []
    for order_id in sorted(set(order_ids)):
        try:
            move_order(order_id=order_id, word=PREPARING, cause=cause, now=now)
        except NotFulfillable as refusal:
            refused.append(refusal)
    return refused
