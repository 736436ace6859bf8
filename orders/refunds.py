"""Give money back: request a refund, send it, hear of it. Never more than came in.

The row and the body are committed before Fintoc hears of it, under one key: whatever is lost in
between is sent again, and money leaves once.
"""

import uuid
from datetime import datetime

from django.db import transaction

from fintoc_client.client import FintocClient
from fintoc_client.errors import FintocError, NotFound, OutcomeUnknown, Refused, Unauthorized
from fintoc_client.objects import Refund as Report
from orders import refund_status
from orders.account import AnotherAccount, account_of, is_ours
from orders.emails import queue_refund
from orders.models import Alert, DoubtedRefund, Order, Payment, Refund
from orders.models.refund import ASK_EVERY, LIST_SETTLES
from orders.odd_money import ask_again, close_given_back, raise_shop_side
from orders.remarks import with_facts
from orders.results import Result
from orders.schedule import listed_since

CAUSE = "worker"


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
        payment = _locked(payment_id)
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


def send_or_ask(*, refund: Refund, client: FintocClient, now: datetime) -> None:
    """What the worker does with a refund that is due. Raises FintocError."""
    if refund.refund_id is not None:
        _ask(refund, client, now)
    elif refund.may_be_sent(now):
        _send(refund, client, now)
    else:
        _look_for(refund, client, now)


def cancel_refund(*, refund_id: int, client: FintocClient, cause: str, now: datetime) -> None:
    """Take a refund back while the money has not left.

    Raises NotCancelable, AnotherAccount or FintocError.
    """
    with transaction.atomic():
        refund = Refund.objects.get(pk=refund_id)
        payment = _locked(refund.payment_id)
        refund.refresh_from_db()
        if not payment.order.is_of_this_account:
            raise AnotherAccount(refund.account)
        if refund.is_open and not refund.was_sent:
            word = refund_status.CANCELED
            refund.end_unsent(status=word, failure_code="", cause=cause, now=now)
            ask_again(payment, now=now)
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
        payment = _locked(found[0])
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
            elif refund.has_succeeded:
                close_given_back(payment, cause=refund.requested_by, now=now)
        return Result.RECORDED


def _locked(payment_id: int) -> Payment:
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


def _send(refund: Refund, client: FintocClient, now: datetime) -> None:
    with transaction.atomic():
        _locked(refund.payment_id)
        refund.refresh_from_db()
        if not refund.is_open or refund.refund_id is not None:
            refund.put_off(until=refund.next_ask(now))
            return  # taken back, or a webhook was faster
        was_sent = refund.was_sent
        refund.note_sending(now=now)
    try:
        report = client.create_refund(
            body=refund.request_body, idempotency_key=str(refund.idempotency_key)
        )
    except Refused as refusal:
        if was_sent:  # the first one may have taken effect: this is no word on that
            refund.note_fault(fingerprint="", key_is_spent=True, now=now)
        else:
            _refused(refund, refusal, now)
    except OutcomeUnknown as error:
        refund.note_fault(fingerprint=error.fingerprint, key_is_spent=error.key_is_spent, now=now)
        raise
    except Unauthorized as error:
        refund.note_fault(fingerprint="", key_is_spent=False, now=now)
        raise_shop_side(detail=str(error), now=now)
        raise
    else:
        _record_answer(refund, report, now)


def _record_answer(refund: Refund, report: Report, now: datetime) -> None:
    record_refund(report=report, mode="", cause=CAUSE, asked=True, now=now, answer_to=refund)


def _refused(refund: Refund, refusal: Refused, now: datetime) -> None:
    with transaction.atomic():
        _locked(refund.payment_id)
        refund.refresh_from_db()
        if refund.refund_id is not None:
            return  # a webhook knew it meanwhile
        refund.end_unsent(
            status=refund_status.FAILED,
            failure_code=refusal.code or refusal.type,
            cause=CAUSE,
            now=now,
        )
        _raise(Alert.REFUND_FAILED, refund, str(refusal), now=now)


def _look_for(refund: Refund, client: FintocClient, now: datetime) -> None:
    """Its key is no longer good: only Fintoc's whole list says whether it has to be sent again."""
    if not refund.list_is_settled(now):
        refund.put_off(until=now + LIST_SETTLES)
        return
    listed = _listed(refund, client)
    for report in listed:
        if report.metadata.get("refund") == str(refund.reference):
            _record_answer(refund, report, now)
            return
    unmarked = [report for report in listed if "refund" not in report.metadata]
    if any(not refund.differs_from(each, account=account_of(each.mode)) for each in unmarked):
        refund.put_off(until=now + ASK_EVERY)
        _raise(Alert.REFUND_CONFLICT, refund, "Fintoc lists one like it without our mark", now=now)
        return
    with transaction.atomic():
        _locked(refund.payment_id)
        refund.refresh_from_db()
        if refund.refund_id is None and refund.is_open:
            refund.renew_key(now=now)


def _listed(refund: Refund, client: FintocClient) -> list[Report]:
    since = listed_since(refund.created_at)
    return list(client.list_refunds(resource_id=str(refund.payment.intent_id), since=since))


def _ask(refund: Refund, client: FintocClient, now: datetime) -> None:
    try:
        report = client.retrieve_refund(str(refund.refund_id))
    except NotFound:
        with transaction.atomic():
            _locked(refund.payment_id)
            refund.put_off(until=None)
            _raise(Alert.MISSING, refund, "Fintoc answered 404 for it", now=now)
        return
    except FintocError:
        refund.put_off(until=refund.next_ask(now) or now + ASK_EVERY)
        raise
    _record_answer(refund, report, now)
    refund.refresh_from_db()
    if refund.is_open and refund.due_at is None:
        _raise(Alert.REFUND_FAILED, refund, "it is still open after ten days", now=now)


def _raise_if_failed(refund: Refund, *, now: datetime) -> None:
    if refund.has_failed:
        _raise(Alert.REFUND_FAILED, refund, refund.failure_code, now=now)


def _raise(kind: str, refund: Refund, detail: str, *, now: datetime) -> None:
    payment = refund.payment
    Alert.raise_once(
        kind=kind,
        subject=refund.subject,
        detail=detail,
        order=payment.order,
        payment=payment,
        now=now,
    )
