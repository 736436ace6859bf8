"""Give back the stock an order holds, and cancel what was never paid.

Nothing is canceled on a guess: Fintoc is asked about everything unfinished first, and an order
somebody may be paying this minute, or that staff must decide about, stays as it is.
"""

import logging
import time
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction

from fintoc_client.client import DEADLINE_SECONDS, FintocClient
from fintoc_client.errors import FintocError
from orders import stock
from orders.asking import ask_and_end
from orders.models import Order
from orders.models.payment import RUNNING_FOR
from orders.reconciling import find_lost

CAUSE = "expiry"
RUNNING_FOR_A_DAY = timedelta(hours=24)  # the worker is in no hurry; a shopper who cancels is
TRY_AGAIN_AFTER = timedelta(hours=1)

log = logging.getLogger(__name__)


class Cancellation(Enum):
    """What became of the wish to cancel."""

    CANCELED = "canceled"
    TOO_LATE = "too late"  # paid, at the bank, canceled before, or for staff to decide
    RUNNING = "running"  # somebody may be paying it this minute
    UNASKED = "unasked"  # Fintoc cannot be asked, so a payment may have gone through


def lapse(*, order_id: int, client: FintocClient, now: datetime) -> Cancellation | None:
    """Let an order lapse as far as it is due: its stock goes back, and later it is canceled.

    None if it was not to be canceled yet. Raises FintocError, and then it is tried again later.
    """
    if not _give_back_if_due(order_id, now):
        return None
    outcome = Cancellation.UNASKED
    try:
        outcome = _cancel(order_id, client, cause=CAUSE, now=now, running_for=RUNNING_FOR_A_DAY)
    finally:
        if outcome is not Cancellation.CANCELED:
            _try_again(order_id, now)
    return outcome


def cancel_order(
    *,
    order_id: int,
    client: FintocClient,
    cause: str,
    now: datetime,
    running_for: timedelta = RUNNING_FOR,
) -> Cancellation:
    """Cancel an unpaid order, after asking Fintoc about all that might have paid it.

    One with a payment that began within `running_for` stays. Takes at most 8 s of Fintoc's time
    and raises nothing of Fintoc's.
    """
    try:
        return _cancel(order_id, client, cause=cause, now=now, running_for=running_for)
    except FintocError as error:
        log.warning("an order is not canceled: %s", error)
        return Cancellation.UNASKED


def _cancel(
    order_id: int, client: FintocClient, *, cause: str, now: datetime, running_for: timedelta
) -> Cancellation:
    claimed = _claim(order_id, now)
    if claimed is None:
        return Cancellation.TOO_LATE
    try:
        _find_and_end(claimed, client, cause=cause, now=now)
        return _cancel_claimed(claimed, cause=cause, now=now, running_for=running_for)
    finally:
        claimed.release_opening()


def _claim(order_id: int, now: datetime) -> Order | None:
    """No payment is opened while Fintoc is asked about the ones there are."""
    with transaction.atomic():
        order = Order.locked(order_id)
        may_cancel = order.is_payable and order.is_of_this_account and not order.is_blocked
        return order if may_cancel and order.claim_opening(now=now) else None


def _find_and_end(order: Order, client: FintocClient, *, cause: str, now: datetime) -> None:
    """Ask about all that may have paid it, and let nobody begin to pay it on a page of Fintoc's."""
    ends_at = time.monotonic() + DEADLINE_SECONDS
    for payment in order.payment_list():
        if payment.is_lost:
            find_lost(payment=payment, client=client, cause=cause, now=now, ends_at=ends_at)
    ask_and_end(order, client=client, cause=cause, now=now, ends_at=ends_at)


def _cancel_claimed(
    claimed: Order, *, cause: str, now: datetime, running_for: timedelta
) -> Cancellation:
    with transaction.atomic():
        order = Order.locked(claimed.pk)
        payments = order.payment_list()
        if not order.has_claim(claimed.opening_until) or not order.is_payable or order.is_blocked:
            return Cancellation.TOO_LATE
        if any(payment.may_be_running(now, within=running_for) for payment in payments):
            return Cancellation.RUNNING
        order.cancel(payments=payments, cause=cause, now=now)
        stock.give_back(order)
        return Cancellation.CANCELED


def _give_back_if_due(order_id: int, now: datetime) -> bool:
    """Give back stock whose time is over; True if the order itself has lapsed too."""
    with transaction.atomic():
        order = Order.locked(order_id)
        if not order.is_payable:
            order.put_off(until=order.lapses_at)
            return False
        if order.is_blocked:  # there may be money in it: staff decide about its stock, too
            order.put_off(until=now + TRY_AGAIN_AFTER)
            return False
        if order.held_until is not None and order.held_until <= now:
            stock.give_back(order)
        if order.held_until is not None or not order.has_lapsed(now=now):
            order.put_off(until=order.lapses_at)
            return False
        if any(payment.is_unresolved for payment in order.payment_list()):
            order.put_off(until=None)  # money may have moved: never canceled by itself
            return False
        return True


def _try_again(order_id: int, now: datetime) -> None:
    with transaction.atomic():
        order = Order.locked(order_id)
        if order.is_payable:
            order.put_off(until=now + TRY_AGAIN_AFTER)
