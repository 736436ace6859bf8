"""Send a refund to Fintoc, or ask what became of it: what the worker does with one that is due.

Its row and its body are committed before Fintoc hears of it, under one key: whatever is lost in
between is sent again, and money leaves once.
"""

from datetime import datetime

from django.db import transaction

from fintoc_client.client import FintocClient
from fintoc_client.errors import FintocError, NotFound, OutcomeUnknown, Refused, Unauthorized
from fintoc_client.objects import Refund as Report
from orders import refund_status
from orders.account import account_of
from orders.models import Alert, Refund
from orders.models.refund import ASK_EVERY, LIST_SETTLES
from orders.odd_money import close_given_back, raise_about, raise_shop_side
from orders.refunds import locked_payment, record_refund
from orders.schedule import listed_since

CAUSE = "worker"


def send_or_ask(*, refund: Refund, client: FintocClient, now: datetime) -> None:
    """Whichever is next for it. Raises FintocError."""
    if refund.refund_id is not None:
        _ask(refund, client, now)
    elif refund.may_be_sent(now):
        _send(refund, client, now)
    else:
        _look_for(refund, client, now)


def _send(refund: Refund, client: FintocClient, now: datetime) -> None:
    with transaction.atomic():
        locked_payment(refund.payment_id)
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
        payment = locked_payment(refund.payment_id)
        refund.refresh_from_db()
        if refund.refund_id is not None:
            return  # a webhook knew it meanwhile
        refund.end_unsent(
            status=refund_status.FAILED,
            failure_code=refusal.code or refusal.type,
            cause=CAUSE,
            now=now,
        )
        raise_about(Alert.REFUND_FAILED, refund, str(refusal), now=now)
        close_given_back(payment, now=now)


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
        raise_about(
            Alert.REFUND_CONFLICT, refund, "Fintoc lists one like it without our mark", now=now
        )
        return
    with transaction.atomic():
        locked_payment(refund.payment_id)
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
            locked_payment(refund.payment_id)
            refund.put_off(until=None)
            raise_about(Alert.MISSING, refund, "Fintoc answered 404 for it", now=now)
        return
    except FintocError:
        refund.put_off(until=refund.next_ask(now) or now + ASK_EVERY)
        raise
    _record_answer(refund, report, now)
    refund.refresh_from_db()
    if refund.is_open and refund.due_at is None:
        raise_about(Alert.REFUND_FAILED, refund, "it is still open after ten days", now=now)
