"""Reconcile many payments at once, from Fintoc's own list.

It finds what nothing else would: a payment whose create answer was lost and whose webhook never
came, and money with our mark on it that no row here knows.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from fintoc_client.client import FintocClient
from fintoc_client.deadline import left
from fintoc_client.errors import FintocError
from fintoc_client.objects import Page, PaymentIntent
from orders import status
from orders.account import account_of, is_ours
from orders.models import Alert, Payment, Reconciliation
from orders.models.payment import RESEND_WITHIN
from orders.remarks import with_facts
from orders.results import Result, record_result
from orders.schedule import listed_since

CAUSE = "list"
ORPHAN_AFTER = timedelta(hours=24)

log = logging.getLogger(__name__)


def read_next_page(*, row: Reconciliation, client: FintocClient, now: datetime) -> None:
    """Read one page of Fintoc's list and record what it knows better. Raises FintocError."""
    row.begin(now=now)
    try:
        since = "" if row.page_url else row.since.date().isoformat()
        page = client.payment_intents_page(url=row.page_url, since=since)
    except FintocError:
        row.start_over(now=now)
        raise
    for reason in page.unusable:
        log.error("an intent in Fintoc's list is unusable: %s", reason)
    for intent in _news(page.items):
        try:
            _record(intent, now=now)
        except Exception:  # one that cannot be recorded must not hide those behind it
            log.exception("intent %s in Fintoc's list could not be recorded", intent.id)
    row.go_on(page_url=page.next_url, now=now)


def find_lost(
    *, payment: Payment, client: FintocClient, cause: str, now: datetime, ends_at: float
) -> None:
    """Look for a payment whose create was never answered, by our mark. Raises FintocError.

    Not finding it says that nobody can be paying it: its page never got a token.
    """
    sent_by = payment.created_at + RESEND_WITHIN
    if Reconciliation.has_read(payment.account, since=payment.created_at, after=sent_by):
        return
    url = ""
    while True:
        page = client.payment_intents_page(
            url=url, since=listed_since(payment.created_at), deadline=left(ends_at)
        )
        for intent in page.items:
            if intent.metadata.get("payment") == str(payment.reference):
                record_result(intent=intent, mode="", cause=cause, asked=True, now=now)
                return
        if not page.next_url or _is_before(page, payment.created_at):
            return
        url = page.next_url


def _is_before(page: Page[PaymentIntent], moment: datetime) -> bool:
    """Whether a list that runs backwards in time, as Fintoc's seems to, is already too far back."""
    times = [intent.created_at for intent in page.items if intent.created_at is not None]
    is_dated = len(times) == len(page.items)
    runs_backwards = is_dated and times == sorted(times, reverse=True) and len(set(times)) > 1
    return runs_backwards and times[-1] < moment - timedelta(hours=1)


def _news(intents: Iterable[PaymentIntent]) -> list[PaymentIntent]:
    """Those our rows do not say already; in one query, for most of a list is old."""
    listed = list(intents)
    known = {
        payment.intent_id: payment
        for payment in Payment.objects.filter(intent_id__in=[intent.id for intent in listed])
    }
    return [intent for intent in listed if _is_news(intent, known.get(intent.id))]


def _is_news(intent: PaymentIntent, payment: Payment | None) -> bool:
    if payment is None:
        return is_ours(intent.metadata)
    differs = payment.differs_from(intent, account=account_of(intent.mode))
    return differs or payment.status != intent.status


def _record(intent: PaymentIntent, *, now: datetime) -> None:
    result = record_result(intent=intent, mode="", cause=CAUSE, asked=True, now=now)
    is_old = intent.created_at is not None and now - intent.created_at >= ORPHAN_AFTER
    if result is Result.UNMATCHED and is_old and intent.status in status.MAY_BE_MONEY:
        Alert.raise_once(
            kind=Alert.ORPHAN,
            subject=intent.id,
            detail=with_facts(
                "marked as ours", said=(intent.amount, intent.currency), status=intent.status
            ),
            now=now,
        )
