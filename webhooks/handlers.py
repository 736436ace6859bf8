"""The table event type -> function, and the one way an event is heard.

The request and the worker both come through `hear` or `process_again`, so a retry does exactly
what the first delivery would have done.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime

from django.db import OperationalError, connection, transaction

from fintoc_client.objects import (
    Event,
    read_checkout_session,
    read_event,
    read_payment_intent,
    read_refund,
)
from fintoc_client.strict_json import Unusable
from orders.refunds import record_refund
from orders.results import Result, record_result, record_session
from webhooks.models import StoredMeanwhile, WebhookEvent

log = logging.getLogger(__name__)

OUTCOMES = {
    Result.RECORDED: WebhookEvent.APPLIED,
    Result.DIFFERS: WebhookEvent.DIFFERS,
    Result.UNMATCHED: WebhookEvent.PARKED,
    Result.FOREIGN: WebhookEvent.FOREIGN,
}


def payment_intent_reported(event: Event, now: datetime) -> str:
    """Every `payment_intent.*`: its data is the intent, whose own status says what happened."""
    intent = read_payment_intent(event.data)
    result = record_result(intent=intent, mode=event.mode, cause=event.id, asked=False, now=now)
    return OUTCOMES[result]


def session_reported(event: Event, now: datetime) -> str:
    """Every `checkout_session.*`: its data is the session, and the intent in it tells of money."""
    session = read_checkout_session(event.data)
    result = record_session(session=session, mode=event.mode, cause=event.id, asked=False, now=now)
    return OUTCOMES[result]


def refund_reported(event: Event, now: datetime) -> str:
    """Every `refund.*`: its data is the refund, whose own status says what happened."""
    report = read_refund(event.data)
    result = record_refund(report=report, mode=event.mode, cause=event.id, asked=False, now=now)
    return OUTCOMES[result]


# Which events we listen to, and why (docs: the payment quickstart, step 4). Any other type is kept,
# answered 200 and changes nothing: Fintoc may add types at any time.
HANDLERS: dict[str, Callable[[Event, datetime], str]] = {
    "payment_intent.succeeded": payment_intent_reported,  # the money is there: confirm, deliver
    "payment_intent.failed": payment_intent_reported,  # offer another attempt
    "payment_intent.rejected": payment_intent_reported,  # offer another attempt
    "payment_intent.pending": payment_intent_reported,  # up to ten days: do not pay again
    "payment_intent.expired": payment_intent_reported,  # the window closed unused
    "payment_intent.requires_action": payment_intent_reported,  # a second signature is awaited
    # docs: /v2023-11-15/api/main-resources/events/types-of-events
    "checkout_session.finished": session_reported,  # paid, failed or at the bank: its intent says
    "checkout_session.expired": session_reported,  # nobody paid in time
    # Third parties name the first three; the others would be called so if there are any.
    "refund.in_progress": refund_reported,  # too late to cancel it
    "refund.succeeded": refund_reported,  # the shopper has the money
    "refund.failed": refund_reported,  # staff must try again
    "refund.created": refund_reported,  # somebody refunded in Fintoc's dashboard
    "refund.pending": refund_reported,
    "refund.canceled": refund_reported,
}


def hear(event: Event, *, sha256: str, now: datetime) -> bool:
    """Store an event with all that follows from it; True if it needs no other delivery.

    Raises DatabaseError if nothing could be stored.
    """
    known = WebhookEvent.known(event.id)
    if known is None:
        try:
            return _process(WebhookEvent.of(event, sha256=sha256, now=now), event, now)
        except StoredMeanwhile:
            return hear(event, sha256=sha256, now=now)
    return known.is_done or _process_known(known, event, now)


def process_again(row: WebhookEvent, *, now: datetime) -> None:
    """Give a stored event another chance, from the worker."""
    _process_known(row, read_event(row.payload), now)


def _process_known(known: WebhookEvent, event: Event, now: datetime) -> bool:
    with transaction.atomic():
        row = WebhookEvent.locked(known.pk)
        return row.is_done or _process(row, event, now)


def _process(row: WebhookEvent, event: Event, now: datetime) -> bool:
    """What the event causes and the row that says so are committed together, or neither is.

    What fails is undone, and then the row alone is stored.
    """
    began_at = time.perf_counter()
    try:
        with transaction.atomic():
            outcome = _apply(event, now)
            if outcome == WebhookEvent.PARKED:
                row.try_later(outcome, error="no such payment here yet", now=now)
            else:
                took_ms = round((time.perf_counter() - began_at) * 1000)
                row.mark_processed(outcome, took_ms=took_ms, now=now)
    except StoredMeanwhile:
        raise
    except Unusable as reason:
        row.quarantine(reason=str(reason), now=now)
    except Exception as error:  # if it is the database, storing this fails and we answer 503
        if _is_held_whole(error):
            raise
        log.exception("webhook %s failed", event.id)
        row.try_later(WebhookEvent.FAILED, error=f"{type(error).__name__}: {error}", now=now)
        return False
    return True


def _is_held_whole(error: Exception) -> bool:
    """Whether somebody holds all of the database, as on SQLite: storing a failure would wait as
    long once more, and Fintoc's patience is not known to be that long."""
    return isinstance(error, OperationalError) and not connection.features.has_select_for_update


def _apply(event: Event, now: datetime) -> str:
    handler = HANDLERS.get(event.type)
    return WebhookEvent.IGNORED if handler is None else handler(event, now)
