"""The single entrance for what Fintoc says of a payment, however it reached us.

Webhooks, the answer to a create, the order page and the worker all end in `record_result`.
"""

import logging
from datetime import datetime
from enum import Enum

from django.db import transaction

from fintoc_client.client import DEADLINE_SECONDS, FintocClient
from fintoc_client.errors import FintocError, NotFound, Unauthorized
from fintoc_client.objects import PaymentIntent
from orders import emails, odd_money, stock
from orders.account import account_of, is_ours, marked_reference
from orders.models import Order, OrderEvent, Payment

log = logging.getLogger(__name__)


class Result(Enum):
    """What became of a report."""

    RECORDED = "recorded"  # merged, whether or not it changed anything
    DIFFERS = "differs"  # about other money than ours: Fintoc will be asked
    UNMATCHED = "unmatched"  # our shop's mark, but no such payment here yet
    FOREIGN = "foreign"  # not this shop's payment at all


def record_result(
    *,
    intent: PaymentIntent,
    mode: str,
    cause: str,
    asked: bool,
    now: datetime,
    answer_to: Payment | None = None,
) -> Result:
    """Merge one report about a payment intent, with everything that follows from it.

    `asked` is True when Fintoc answered a question of ours: only then is a report believed that
    names another amount, currency or account. `answer_to` is the payment whose create it answers,
    which needs no mark of ours to be known. `mode` is "test", "live" or "" (not said).
    """
    account = account_of(_told_mode(mode, intent.mode))
    with transaction.atomic():
        order_id = _order_id_of(intent, answer_to)
        if order_id is None:
            return Result.UNMATCHED if is_ours(intent.metadata) else Result.FOREIGN
        order = Order.locked(order_id)
        payments = order.payment_list()
        payment = _matching(payments, intent, answer_to)
        if payment is None:
            payment = Payment.watch(order=order, now=now)
            payments.append(payment)
        differs = payment.differs_from(intent, account=account)
        if not asked and (differs or payment.is_disputed):
            _doubt(order, payment, intent, cause=cause, now=now)
            return Result.DIFFERS
        is_news = payment.record(intent, account=account, asked=asked, cause=cause, now=now)
        is_settled = order.settle(payments=payments, cause=cause, now=now)
        if differs:
            odd_money.raise_mismatch(order, payment, intent, account=account, now=now)
        odd_money.raise_alerts(order, payment, now=now)
        if is_settled or is_news:
            _follow_up(order, payment, payments, is_settled=is_settled, now=now)
        if (is_news or differs) and not is_settled:  # settling has noted the moment itself
            order.touch(now=now)
        return Result.RECORDED


def _follow_up(
    order: Order, payment: Payment, payments: list[Payment], *, is_settled: bool, now: datetime
) -> None:
    """What a move means for the stock, and which mails it sends."""
    if is_settled and order.is_paid:
        is_sure = odd_money.secure_stock(order, payment, now=now)
        emails.queue_paid(order=order, payment=payment, is_sure=is_sure, now=now)
        return
    if is_settled and order.is_pending:
        stock.secure(order, now=now)  # for as long as the bank takes, if there is any left
    emails.queue_unpaid(order=order, payment=payment, payments=payments, now=now)


def refresh_payment(
    *,
    payment: Payment,
    client: FintocClient,
    cause: str,
    now: datetime,
    deadline: float = DEADLINE_SECONDS,
) -> None:
    """Ask Fintoc about a payment with an intent and record the answer. `deadline` is in seconds.

    Raises FintocError if Fintoc could not be asked. Never inside a transaction.
    """
    try:
        intent = client.retrieve_payment_intent(str(payment.intent_id), deadline=deadline)
    except NotFound:
        _note_missing(payment, now=now)
        return
    except FintocError as error:
        ask_later(payment, now=now)
        if isinstance(error, Unauthorized):
            odd_money.raise_shop_side(detail=str(error), now=now)
        raise
    record_result(intent=intent, mode="", cause=cause, asked=True, now=now, answer_to=payment)


def _told_mode(*words: str) -> str:
    """The mode a report names. One that contradicts itself names none that we know."""
    return " and ".join(sorted({word for word in words if word}))


def _order_id_of(intent: PaymentIntent, answer_to: Payment | None) -> int | None:
    """Find the order unlocked, so that its row is always locked before its payments."""
    by_intent = Payment.objects.filter(intent_id=intent.id)
    found = by_intent.values_list("order_id", flat=True).first()
    reference = marked_reference(intent.metadata)
    if found is None and reference is not None:
        by_mark = Payment.objects.filter(reference=reference)
        found = by_mark.values_list("order_id", flat=True).first()
    if found is None and answer_to is not None:
        found = answer_to.order_id
    return found


def _matching(
    payments: list[Payment], intent: PaymentIntent, answer_to: Payment | None
) -> Payment | None:
    """Its payment: by intent id, else by our mark while that payment has no other intent."""
    reference = marked_reference(intent.metadata) or (answer_to and answer_to.reference)
    for payment in payments:
        if payment.intent_id == intent.id:
            return payment
    for payment in payments:
        if payment.reference == reference and payment.intent_id is None:
            return payment
    return None


def _doubt(
    order: Order, payment: Payment, intent: PaymentIntent, *, cause: str, now: datetime
) -> None:
    payment.doubt(intent, now=now)
    OrderEvent.add(
        order=order,
        payment=payment,
        kind=OrderEvent.NOTE,
        value="report differs",
        detail=f"{intent.status} for {intent.amount} {intent.currency}: Fintoc will be asked",
        cause=cause,
        now=now,
    )


def ask_later(payment: Payment, *, now: datetime) -> None:
    """Fintoc had no answer: keep to the schedule, at whose end staff are asked instead.

    A webhook may have moved the payment meanwhile, so it is read again under the lock.
    """
    with transaction.atomic():
        order = Order.locked(payment.order_id)
        payment.refresh_from_db()
        payment.ask_later(now=now)
        odd_money.raise_alerts(order, payment, now=now)


def _note_missing(payment: Payment, *, now: datetime) -> None:
    """A 404 lowers nothing: the money facts we know stand, but this is not the one to pay."""
    with transaction.atomic():
        order = Order.locked(payment.order_id)
        payment.give_up_asking(now=now)
        odd_money.raise_missing(order, payment, now=now)
