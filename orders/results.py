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
from orders import emails
from orders.account import account_of, is_ours, marked_reference
from orders.models import Alert, Order, OrderEvent, Payment

log = logging.getLogger(__name__)

UNRESOLVED = "unresolved_final_status"  # docs: .../dealing-with-payment-exceptions
NOT_ALLOWED = "recipient_account_not_allowed"  # docs: .../payment-intent-error-reason


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
            _raise_mismatch(order, payment, intent, account=account, now=now)
        if is_news or is_settled:
            _raise_alerts(order, payment, payments, now=now)
            emails.queue(order=order, payment=payment, order_changed=is_settled, now=now)
        if (is_news or differs) and not is_settled:  # settling has noted the moment itself
            order.touch(now=now)
        return Result.RECORDED


def refresh_payment(
    *,
    payment: Payment,
    client: FintocClient,
    cause: str,
    now: datetime,
    deadline: float = DEADLINE_SECONDS,
) -> None:
    """Ask Fintoc about one payment and record the answer. `deadline` is in seconds.

    Raises FintocError if Fintoc could not be asked. Never inside a transaction.
    """
    if payment.intent_id is None:
        _ask_later(payment, now=now)
        return
    try:
        intent = client.retrieve_payment_intent(payment.intent_id, deadline=deadline)
    except NotFound:
        _note_missing(payment, now=now)
        return
    except FintocError as error:
        _ask_later(payment, now=now)
        if isinstance(error, Unauthorized):
            raise_shop_side(detail=str(error), now=now)
        raise
    record_result(intent=intent, mode="", cause=cause, asked=True, now=now, answer_to=payment)


def raise_shop_side(*, detail: str, now: datetime, order: Order | None = None) -> None:
    """Tell staff, and whoever reads the log, that Fintoc refuses the shop and not the shopper."""
    log.error("%s", detail)
    subject = "fintoc" if order is None else order.number
    Alert.raise_once(kind=Alert.SHOP_SIDE, subject=subject, detail=detail, order=order, now=now)


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


def _raise_mismatch(
    order: Order, payment: Payment, intent: PaymentIntent, *, account: str, now: datetime
) -> None:
    Alert.raise_once(
        kind=Alert.MISMATCH,
        subject=intent.id,
        detail=(
            f"Fintoc says {intent.amount} {intent.currency} in {account}; "
            f"we asked for {payment.amount} {payment.currency} in {payment.account}"
        ),
        order=order,
        payment=payment,
        now=now,
    )


def _raise_alerts(
    order: Order, payment: Payment, payments: list[Payment], *, now: datetime
) -> None:
    if payment.has_succeeded:
        successes = [other for other in payments if other.has_succeeded and other.counts]
        if payment.counts and len(successes) > 1:
            _raise(Alert.DUPLICATE_PAYMENT, order, payment, now=now)
    elif payment.error_reason == UNRESOLVED:
        _raise(Alert.UNRESOLVED, order, payment, now=now)
    elif payment.error_reason == NOT_ALLOWED:
        raise_shop_side(detail=f"Fintoc says {NOT_ALLOWED}", order=order, now=now)


def _raise(kind: str, order: Order, payment: Payment, *, now: datetime) -> None:
    subject = str(payment.intent_id)
    Alert.raise_once(kind=kind, subject=subject, order=order, payment=payment, now=now)


def _ask_later(payment: Payment, *, now: datetime) -> None:
    """A webhook may have moved it while we waited for Fintoc: read it again under the lock."""
    with transaction.atomic():
        Order.locked(payment.order_id)
        payment.refresh_from_db()
        payment.ask_later(now=now)


def _note_missing(payment: Payment, *, now: datetime) -> None:
    """A 404 lowers nothing: the money facts we know stand, but this is not the one to pay."""
    with transaction.atomic():
        order = Order.locked(payment.order_id)
        payment.give_up_asking(now=now)
        Alert.raise_once(
            kind=Alert.MISSING,
            subject=str(payment.intent_id),
            detail="Fintoc answered 404 for it",
            order=order,
            payment=payment,
            now=now,
        )
