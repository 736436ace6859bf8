"""The worker's list: which rows are due, and what to do with one. All it does is a row."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from operations.claim import claim, still_ours
from orders.account import fintoc
from orders.asking import refresh_due
from orders.emails import deliver
from orders.models import Outbox, Payment
from webhooks.handlers import process_again
from webhooks.models import WebhookEvent

BATCH = 5  # of each kind per turn, so that one slow thing starves nothing else

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chore:
    """One kind of work: where its rows are, what is done with one, and for how long at most."""

    rows: Callable[[], QuerySet[Any]]
    work: Callable[[Any, datetime], None]
    lease: timedelta


def _mail(row: Outbox, now: datetime) -> None:
    deliver(row, now=now)


def _hear(row: WebhookEvent, now: datetime) -> None:
    process_again(row, now=now)


def _ask(row: Payment, now: datetime) -> None:
    refresh_due(payment=row, client=fintoc(), now=now)


# Of the configured account alone: another one's rows are not for this shop to act on.
CHORES: Sequence[Chore] = (
    Chore(
        lambda: Outbox.objects.filter(order__account=settings.FINTOC_ACCOUNT),
        _mail,
        timedelta(minutes=2),
    ),
    Chore(
        lambda: WebhookEvent.objects.filter(account=settings.FINTOC_ACCOUNT),
        _hear,
        timedelta(minutes=1),
    ),
    Chore(
        lambda: Payment.objects.filter(account=settings.FINTOC_ACCOUNT),
        _ask,
        timedelta(minutes=2),
    ),
)


def turn(*, should_stop: Callable[[], bool] = lambda: False) -> int:
    """Do a small batch of everything that is due; return how many rows were worked on."""
    done = 0
    for chore in CHORES:
        rows = claim(chore.rows(), limit=BATCH, lease=chore.lease, now=timezone.now())
        for row in rows:
            if should_stop():
                return done
            _work_on(chore, row)
            done += 1
    return done


def _work_on(chore: Chore, row: Any) -> None:
    """One row's failure is its own: it comes back when its lease ends, the others go on."""
    try:
        if still_ours(row, lease=chore.lease, now=timezone.now()):
            chore.work(row, timezone.now())
    except Exception:
        log.exception("%s %s failed", type(row).__name__, row.pk)
