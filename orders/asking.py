"""Ask Fintoc for the truth: one order while its shopper waits, or one payment that is due.

Both only decide whether to ask; what Fintoc answers is recorded by `results.refresh_payment`.
"""

import logging
import time
from datetime import datetime

from django.db import transaction

from fintoc_client.client import DEADLINE_SECONDS, FintocClient
from fintoc_client.errors import FintocError
from orders.models import Order, Payment
from orders.results import refresh_payment

log = logging.getLogger(__name__)


def refresh_order(*, order_id: int, client: FintocClient, now: datetime) -> None:
    """Ask about an order's unfinished payments, newest first, if it has not asked too often.

    A Fintoc that cannot be asked is logged: the page shows what we knew before.
    """
    with transaction.atomic():
        order = Order.locked(order_id)
        payments = [payment for payment in order.payment_list() if payment.can_be_asked_about]
        may_ask = bool(payments) and order.is_of_this_account
        if not may_ask or not order.claim_refresh(now=now):
            return
    ends_at = time.monotonic() + DEADLINE_SECONDS
    for payment in reversed(payments):
        left = ends_at - time.monotonic()
        if left <= 0 or not _asked(payment, client, cause="refresh", now=now, deadline=left):
            return


def refresh_due(*, payment: Payment, client: FintocClient, now: datetime) -> None:
    """Ask about a payment that the schedule, or a doubtful webhook, made due."""
    _asked(payment, client, cause="worker", now=now, deadline=DEADLINE_SECONDS)


def _asked(
    payment: Payment, client: FintocClient, *, cause: str, now: datetime, deadline: float
) -> bool:
    try:
        refresh_payment(payment=payment, client=client, cause=cause, now=now, deadline=deadline)
    except FintocError as error:
        log.warning("payment %s: %s", payment.reference, error)
        return False
    return True
