"""The single entrance for what Fintoc says of a payment, however it reached us.

Webhooks, answers to a create, the order page and the worker all end in `record_result`, what they
say of a checkout session through `record_session`.
"""

import time
from datetime import datetime
from enum import Enum

from django.db import transaction

from fintoc_client.client import DEADLINE_SECONDS, FintocClient
from fintoc_client.deadline import left
from fintoc_client.errors import FintocError, NotFound, Unauthorized
from fintoc_client.objects import CheckoutSession, PaymentIntent
from orders import odd_money
from orders.account import account_of, is_ours, marked_reference
from orders.consequences import follow_up
from orders.models import Order, OrderEvent, Payment
from orders.remarks import with_facts


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
    account = account_of(mode, intent.mode)
    with transaction.atomic(savepoint=False):  # in a caller's transaction it fails with it
        order = _locked_order(intent, answer_to)
        if order is None:
            return Result.UNMATCHED if is_ours(intent.metadata) else Result.FOREIGN
        payments = order.payment_list()
        payment = _matching(payments, intent, answer_to)
        if payment is None:
            payments.append(payment := Payment.watch(order=order, now=now))
        differs = payment.differs_from(intent, account=account)
        if not asked and (differs or payment.is_disputed):
            _doubt(order, payment, intent, cause=cause, now=now)
            return Result.DIFFERS
        is_news = payment.record(intent, account=account, asked=asked, cause=cause, now=now)
        follow_up(
            order, payment, payments, intent, account=account, is_news=is_news, cause=cause, now=now
        )
        if asked and not is_news and payment.agrees_with(intent):
            odd_money.close_contradiction(order, payment, cause=cause, now=now)
        return Result.RECORDED


def record_session(
    *,
    session: CheckoutSession,
    mode: str,
    cause: str,
    asked: bool,
    now: datetime,
    answer_to: Payment | None = None,
) -> Result:
    """Merge one report about a checkout session, and then the intent in it as `record_result` does.

    A session that is finished is not paid: only its intent says what became of the money. One that
    expired before anybody began to pay ends its payment. The arguments are those of record_result.
    """
    with transaction.atomic():
        payment = _with_session(session, answer_to)
        if payment is not None:
            _merge_session(payment, session, mode=mode, cause=cause, asked=asked, now=now)
        result = Result.FOREIGN if payment is None else Result.RECORDED
        if session.intent is not None:
            result = record_result(
                intent=session.intent,
                mode=mode or session.mode,
                cause=cause,
                asked=asked,
                now=now,
                answer_to=payment,
            )
        # Our mark may be on the session alone: whether its intent gets a copy is not documented.
        is_marked = result is Result.FOREIGN and is_ours(session.metadata)
        return Result.UNMATCHED if is_marked else result


def _with_session(session: CheckoutSession, answer_to: Payment | None) -> Payment | None:
    """Its payment, unlocked: by its id, by our mark on it, or because it answers our question."""
    payments = Payment.objects.order_by("pk")
    reference = marked_reference(session.metadata)
    by_mark = payments.filter(reference=reference) if reference else payments.none()
    return payments.filter(session_id=session.id).first() or by_mark.first() or answer_to


def _merge_session(
    found: Payment,
    session: CheckoutSession,
    *,
    mode: str,
    cause: str,
    asked: bool,
    now: datetime,
) -> None:
    order = Order.locked(found.order_id)
    payments = order.payment_list()
    payment = next(each for each in payments if each.pk == found.pk)
    if payment.session_id not in (None, session.id):
        return  # ours all the same, and the intent in it may be money
    account = account_of(mode, session.mode)
    is_news = payment.record_session(session, account=account, asked=asked, cause=cause, now=now)
    told = session if asked and session.intent is None else None
    follow_up(
        order, payment, payments, told, account=account, is_news=is_news, cause=cause, now=now
    )


def refresh_payment(
    *,
    payment: Payment,
    client: FintocClient,
    cause: str,
    now: datetime,
    deadline: float = DEADLINE_SECONDS,
) -> None:
    """Ask Fintoc about a payment it knows and record the answers. `deadline` is in seconds.

    Its session first, which names the intents, and then its intent. Raises FintocError if Fintoc
    could not be asked. Never inside a transaction.
    """
    ends_at = time.monotonic() + deadline
    try:
        if payment.has_open_session or payment.intent_id is None:
            _ask_about_session(payment, client, cause=cause, now=now, deadline=deadline)
        if payment.intent_id is not None:
            intent = client.retrieve_payment_intent(payment.intent_id, deadline=left(ends_at))
            record_result(
                intent=intent, mode="", cause=cause, asked=True, now=now, answer_to=payment
            )
    except NotFound:
        _note_missing(payment, now=now)
    except FintocError as error:
        ask_later(payment, now=now)
        if isinstance(error, Unauthorized):
            odd_money.raise_shop_side(detail=str(error), now=now)
        raise


def _ask_about_session(
    payment: Payment, client: FintocClient, *, cause: str, now: datetime, deadline: float
) -> None:
    try:
        session = client.retrieve_checkout_session(str(payment.session_id), deadline=deadline)
    except NotFound:
        if payment.intent_id is not None:
            return  # the money hangs on the intent, asked about next
        raise
    record_session(session=session, mode="", cause=cause, asked=True, now=now, answer_to=payment)
    payment.refresh_from_db()


def _locked_order(intent: PaymentIntent, answer_to: Payment | None) -> Order | None:
    """Its order, whose row is always locked before its payments are read."""
    reference = marked_reference(intent.metadata)
    order = Order.locked_with(intent_id=intent.id)
    if order is None and reference is not None:
        order = Order.locked_with_reference(reference)
    if order is None and answer_to is not None:
        order = Order.locked(answer_to.order_id)
    return order


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
        value=OrderEvent.REPORT_DIFFERS,
        detail=with_facts("a report differs", said=(intent.amount, intent.currency)),
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
