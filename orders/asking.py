"""Ask Fintoc for the truth: one order while its shopper waits, or a payment or refund that is due.

What Fintoc answers is recorded by `results.refresh_payment` and `refunds.record_refund`; here is
decided whether to ask.
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from fintoc_client.client import DEADLINE_SECONDS, FintocClient
from fintoc_client.deadline import left
from fintoc_client.errors import FintocError, NotFound
from orders.models import DoubtedRefund, Order, OrderEvent, Payment, Reconciliation
from orders.refunds import record_refund
from orders.results import ask_later, record_session, refresh_payment

log = logging.getLogger(__name__)


def ask_about(
    payments: Sequence[Payment],
    *,
    client: FintocClient,
    cause: str,
    now: datetime,
    ends_at: float,
) -> None:
    """Ask about payments given oldest first, newest first, until `ends_at` (`time.monotonic`).

    Raises FintocError as soon as one cannot be asked about.
    """
    for payment in reversed(payments):
        refresh_payment(
            payment=payment, client=client, cause=cause, now=now, deadline=left(ends_at)
        )


def ask_and_end(
    order: Order,
    *,
    client: FintocClient,
    cause: str,
    now: datetime,
    ends_at: float,
    goes_on: Callable[[Payment], bool] = lambda payment: False,
) -> None:
    """Ask about all that is unfinished, and end the pages of Fintoc's that nobody has begun.

    Those that `goes_on` is true of stay. Raises FintocError as soon as there is no answer.
    """
    unfinished = [each for each in order.payment_list() if each.can_be_asked_about]
    ask_about(unfinished, client=client, cause=cause, now=now, ends_at=ends_at)
    for payment in order.payment_list():
        if payment.has_untouched_session and not goes_on(payment):
            _end_session(payment, client=client, cause=cause, now=now, ends_at=ends_at)


def _end_session(
    payment: Payment, *, client: FintocClient, cause: str, now: datetime, ends_at: float
) -> None:
    """Have Fintoc end the page of a payment that nobody has begun, so that nobody will.

    Somebody may begin this very moment, and how Fintoc then refuses is not documented: whatever it
    objects to, it is asked what became of the session. Raises FintocError if that gets no answer.
    """
    try:
        session = client.expire_checkout_session(str(payment.session_id), deadline=left(ends_at))
    except FintocError:
        ask_about([payment], client=client, cause=cause, now=now, ends_at=ends_at)
    else:
        record_session(
            session=session, mode="", cause=cause, asked=True, now=now, answer_to=payment
        )


def refresh_order(*, order_id: int, client: FintocClient, now: datetime) -> None:
    """Ask about an order's unfinished payments, if it has not asked too often.

    A Fintoc that cannot be asked is logged: the page shows what we knew before.
    """
    with transaction.atomic():
        order = Order.locked(order_id)
        payments = [payment for payment in order.payment_list() if payment.can_be_asked_about]
        may_ask = bool(payments) and order.is_of_this_account
        if not may_ask or not order.claim_refresh(now=now):
            return
    ends_at = time.monotonic() + DEADLINE_SECONDS
    try:
        ask_about(payments, client=client, cause="refresh", now=now, ends_at=ends_at)
    except FintocError as error:
        log.warning("order %s: %s", order.number, error)


def ask_again(*, order: Order, client: FintocClient, cause: str, now: datetime) -> int:
    """Ask about every payment of an order, ended ones too; return how many. Raises FintocError.

    That somebody asked is in the timeline, also where the answer was nothing new.
    """
    payments = [each for each in order.payment_list() if each.is_known]
    for payment in payments if order.is_of_this_account else []:
        OrderEvent.add(
            order=order,
            payment=payment,
            kind=OrderEvent.NOTE,
            value="asked",
            cause=cause,
            now=now,
        )
        refresh_payment(payment=payment, client=client, cause=cause, now=now)
    return len(payments) if order.is_of_this_account else 0


def refresh_due(*, payment: Payment, client: FintocClient, now: datetime) -> None:
    """Ask about a payment that the schedule, or a doubtful webhook, made due. Raises FintocError.

    One whose create was never answered has no id to ask for: Fintoc's list is read soon instead.
    """
    if not payment.is_known:
        Reconciliation.read_soon(payment.account, now=now)
        ask_later(payment, now=now)
    else:
        refresh_payment(payment=payment, client=client, cause="worker", now=now)


def settle_doubt(*, doubted: DoubtedRefund, client: FintocClient, now: datetime) -> None:
    """Ask about a refund that a webhook told of, and believe the answer. Raises FintocError.

    Its payment is asked about first if it brought nothing yet: its success may come late. A refund
    that Fintoc does not know was never made.
    """
    try:
        report = client.retrieve_refund(doubted.refund_id)
        payment = Payment.objects.filter(intent_id=report.resource_id).first()
        if payment is not None and not payment.brought_money:
            refresh_payment(payment=payment, client=client, cause="worker", now=now)
    except NotFound:
        doubted.settle()
        return
    except FintocError:
        doubted.ask_later(now=now)
        raise
    with transaction.atomic():
        record_refund(report=report, mode="", cause="worker", asked=True, now=now)
        doubted.settle()
