"""The worker's list: which rows are due, and what to do with one. All it does is a row."""

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils import timezone

from operations.claim import claim, give_back, still_ours
from orders.asking import refresh_due, settle_doubt
from orders.emails import deliver, park
from orders.expiry import lapse
from orders.models import DoubtedRefund, Order, Outbox, Payment, Reconciliation, Refund
from orders.pacing import in_turn
from orders.reconciling import read_next_page
from orders.sending_refunds import send_or_ask
from webhooks.handlers import process_again
from webhooks.models import WebhookEvent

BATCH = 5  # of each kind per turn, so that one slow thing starves nothing else
SECONDS = 8.0  # for a batch; what is not begun by then waits for the next turn
TRIES = 5  # begun and never ended, before a row is taken for what kills its worker

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chore:
    """One kind of work: where its rows are, what is done with one, and for how long at most."""

    rows: Callable[[], QuerySet[Any]]
    work: Callable[[Any, datetime], None]
    lease: timedelta
    park: Callable[[Any, datetime], None] | None = None  # None: tried for ever, for money's sake


def _mail(row: Outbox, now: datetime) -> None:
    deliver(row, now=now)


def _hear(row: WebhookEvent, now: datetime) -> None:
    process_again(row, now=now)


def _ask(row: Payment, now: datetime) -> None:
    in_turn(row, lambda client, now: refresh_due(payment=row, client=client, now=now), now=now)


def _refund(row: Refund, now: datetime) -> None:
    in_turn(row, lambda client, now: send_or_ask(refund=row, client=client, now=now), now=now)


def _doubt(row: DoubtedRefund, now: datetime) -> None:
    in_turn(row, lambda client, now: settle_doubt(doubted=row, client=client, now=now), now=now)


def _lapse(row: Order, now: datetime) -> None:
    in_turn(row, lambda client, now: lapse(order_id=row.pk, client=client, now=now), now=now)


def _read_list(row: Reconciliation, now: datetime) -> None:
    in_turn(row, lambda client, now: read_next_page(row=row, client=client, now=now), now=now)


def _park_mail(row: Outbox, now: datetime) -> None:
    park(row, now=now)


def _park_event(row: WebhookEvent, now: datetime) -> None:
    row.park(now=now)


def _ours(model: type[Model]) -> Callable[[], QuerySet[Any]]:
    """Of the configured account alone: another one's rows are not for this shop to act on."""
    return lambda: model._default_manager.filter(account=settings.FINTOC_ACCOUNT)


CHORES: Sequence[Chore] = (
    Chore(_ours(Outbox), _mail, timedelta(minutes=2), park=_park_mail),
    Chore(_ours(WebhookEvent), _hear, timedelta(minutes=1), park=_park_event),
    Chore(_ours(Payment), _ask, timedelta(minutes=2)),
    Chore(_ours(Refund), _refund, timedelta(minutes=2)),
    Chore(_ours(DoubtedRefund), _doubt, timedelta(minutes=2)),
    Chore(_ours(Order), _lapse, timedelta(minutes=2)),
    Chore(_ours(Reconciliation), _read_list, timedelta(minutes=2)),
)


def turn(*, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Do a small batch of everything that is due; return how many rows were worked on.

    A mail server or an API that hangs for each row of a batch gets only so long of a turn: the
    other kinds of work come next.
    """
    done = 0
    Reconciliation.of(settings.FINTOC_ACCOUNT, now=timezone.now())
    for chore in CHORES:
        rows = claim(chore.rows(), limit=BATCH, lease=chore.lease, now=timezone.now())
        ends_at = time.monotonic() + SECONDS
        for number, row in enumerate(rows):
            if should_stop() or time.monotonic() > ends_at:
                give_back(rows[number:], now=timezone.now())
                break
            _work_on(chore, row)
            done += 1
        if should_stop():
            break
    return done


def _work_on(chore: Chore, row: Any) -> None:
    """One row's failure is its own: it comes back when its lease ends, the others go on.

    One that kills its worker never gets as far as an exception, so beginnings are counted.
    """
    try:
        if not still_ours(row, lease=chore.lease, now=timezone.now()):
            return
        if chore.park is not None and row.attempts > TRIES:
            chore.park(row, timezone.now())
        else:
            chore.work(row, timezone.now())
    except Exception:
        log.exception("%s %s failed", type(row).__name__, row.pk)
