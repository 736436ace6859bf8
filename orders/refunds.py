"""Give money back: request a refund, cancel it, hear of it. Never more than came in.

How it is sent, and asked about, is in `orders/sending_refunds.py`.
"""

import uuid
from datetime import datetime

from django.db import transaction

from fintoc_client.client import FintocClient
from fintoc_client.errors import Refused
from fintoc_client.objects import Refund as Report
from orders import refund_status
from orders.account import AnotherAccount, account_of, is_ours
from orders.emails import queue_refund
from orders.models import Alert, DoubtedRefund, Order, Payment, Refund
from orders.odd_money import ask_again, close_given_back, raise_about
from orders.remarks import with_facts
from orders.results import Result


class NotRefundable(ValueError):
    """This payment brought no money, or not so much. `str()` says what to do."""


class NotCancelable(ValueError):
    """Fintoc has begun to send the money, or has not answered yet."""


def request_refund(
    *, payment_id: int, amount: int, reference: uuid.UUID, cause: str, now: datetime
) -> Refund:
    """Store a refund of `amount` minor units, to be sent by the worker.

    `reference` is the form's own: the same one again is the same refund. Raises NotRefundable.
    """
    with transaction.atomic():
        payment = locked_payment(payment_id)
        known = Refund.objects.filter(reference=reference).first()
        if known is not None:
            return known
        if not payment.brought_money or not payment.order.is_of_this_account:
            raise NotRefundable("only a payment that succeeded in this account can be refunded")
        if not 0 < amount <= payment.refundable:
            raise NotRefundable(
                f"at most {payment.refundable} {payment.received_currency} can go back"
            )
        return Refund.request(
            payment=payment, amount=amount, reference=reference, cause=cause, now=now
        )


def cancel_refund(*, refund_id: int, client: FintocClient, cause: str, now: datetime) -> None:
    """Take a refund back while the money has not left.

    Raises NotCancelable, AnotherAccount or FintocError.
    """
    with transaction.atomic():
        refund = Refund.objects.get(pk=refund_id)
        payment = locked_payment(refund.payment_id)
        refund.refresh_from_db()
        if not payment.order.is_of_this_account:
            raise AnotherAccount(refund.account)
        if refund.is_open and not refund.was_sent:
            word = refund_status.CANCELED
            refund.end_unsent(status=word, failure_code="", cause=cause, now=now)
            ask_again(payment, now=now)
            close_given_back(payment, now=now)
            return
    if not refund.may_be_canceled:
        raise NotCancelable(refund.status)
    try:
        report = client.cancel_refund(str(refund.refund_id))
    except Refused as refusal:
        refund.put_off(until=now)  # it may have begun just now: Fintoc knows
        raise NotCancelable(str(refusal)) from refusal
    record_refund(report=report, mode="", cause=cause, asked=True, now=now)


def record_refund(
    *,
    report: Report,
    mode: str,
    cause: str,
    asked: bool,
    now: datetime,
    answer_to: Refund | None = None,
) -> Result:
    """Merge one report about a refund: a webhook's, or (`asked`) an answer of Fintoc's.

    One that nobody requested here was made in Fintoc's dashboard, and is kept like the others.
    What cannot be as far as we know is not believed of a webhook. `mode` is as for a payment.
    """
    account = account_of(mode, report.mode)
    with transaction.atomic():
        found = Payment.objects.filter(intent_id=report.resource_id).values_list("pk").first()
        if found is None:
            return Result.UNMATCHED if is_ours(report.metadata) else Result.FOREIGN
        payment = locked_payment(found[0])
        known = _matching(payment, report, answer_to, account=account)
        is_odd = _is_odd(payment, known, report, account=account)
        if is_odd and not asked:
            _doubt(payment, known, report, now=now)
            return Result.DIFFERS
        if is_odd:
            _raise_conflict(payment, report, now=now)
        if known is None and not report.amount:
            return Result.DIFFERS  # of nothing: there is no money to keep a row of
        refund = known or Refund.found(payment=payment, report=report, now=now)
        is_news = refund.record(report, asked=asked, cause=cause, now=now)
        if is_news:
            payment.order.touch(now=now)
            queue_refund(refund=refund, now=now)
            _raise_if_failed(refund, now=now)
            if refund.is_canceled:
                ask_again(payment, now=now)
            close_given_back(payment, now=now)
        return Result.RECORDED


def locked_payment(payment_id: int) -> Payment:
    """The payment, its order's row locked: the order first, as everywhere."""
    order_id = Payment.objects.values_list("order_id", flat=True).get(pk=payment_id)
    order = Order.locked(order_id)
    payment = Payment.objects.get(pk=payment_id)
    payment.order = order
    return payment


def _matching(
    payment: Payment, report: Report, answer_to: Refund | None, *, account: str
) -> Refund | None:
    by_id = payment.refunds.filter(refund_id=report.id).first()
    if by_id is not None:
        return by_id
    unmatched = list(payment.refunds.filter(refund_id=None))
    mark = str(report.metadata.get("refund") or (answer_to and answer_to.reference) or "")
    if not mark:  # perhaps Fintoc does not tell our mark: one of this amount was sent, so it is it
        sent = [each for each in unmatched if each.was_sent]
        return next((each for each in sent if not each.differs_from(report, account=account)), None)
    return next((refund for refund in unmatched if str(refund.reference) == mark), None)


def _is_odd(payment: Payment, known: Refund | None, report: Report, *, account: str) -> bool:
    """Whether a report goes against what we know of the refund, or of the payment's money."""
    if known is None:
        return not payment.may_have_refunded(report, account=account)
    return known.differs_from(report, account=account) or known.is_contradicted_by(report)


def _doubt(payment: Payment, known: Refund | None, report: Report, *, now: datetime) -> None:
    """Only Fintoc, asked, may confirm it. Until then not even its id is taken over."""
    if known is not None and known.refund_id is not None:
        known.put_off(until=now)
    else:
        DoubtedRefund.ask(refund_id=report.id, account=payment.account, now=now)


def _raise_conflict(payment: Payment, report: Report, *, now: datetime) -> None:
    Alert.raise_once(
        kind=Alert.REFUND_CONFLICT,
        subject=report.id,
        detail=with_facts(
            "other refund", said=(report.amount, report.currency), status=report.status
        ),
        order=payment.order,
        payment=payment,
        now=now,
    )


def _raise_if_failed(refund: Refund, *, now: datetime) -> None:
    if refund.has_failed:
        raise_about(Alert.REFUND_FAILED, refund, refund.failure_code, now=now)
