"""One pace for all workers: whoever wants to ask Fintoc takes the next free turn first."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from fintoc_client.client import FintocClient
from fintoc_client.errors import FintocError, RateLimited
from orders.account import fintoc
from orders.models import Reconciliation
from orders.models.reconciliation import PATIENCE
from orders.odd_money import watch_the_clock

log = logging.getLogger(__name__)


class Due(Protocol):
    """A row of the worker's that asks Fintoc."""

    def put_off(self, *, until: datetime) -> None: ...


def wait_for_turn(*, now: datetime) -> None:
    """Wait until Fintoc may be asked, however long; for a command that somebody watches."""
    while (wait := Reconciliation.take_turn(settings.FINTOC_ACCOUNT, now=now)) > PATIENCE:
        time.sleep(PATIENCE.total_seconds())
        now = timezone.now()
    time.sleep(wait.total_seconds())


def in_turn(row: Due, ask: Callable[[FintocClient, datetime], object], *, now: datetime) -> None:
    """Ask when it is this worker's turn; put the row off if that would take too long.

    A Fintoc that cannot be asked is logged; one that says 429 slows every worker down.
    """
    account = settings.FINTOC_ACCOUNT
    wait = Reconciliation.take_turn(account, now=now)
    if wait > PATIENCE:
        row.put_off(until=now + wait)
        return
    time.sleep(wait.total_seconds())
    client = fintoc()
    try:
        ask(client, timezone.now())
    except RateLimited as error:
        Reconciliation.slow_down(account, now=timezone.now())
        log.warning("%s: %s", row, error)
    except FintocError as error:
        log.warning("%s: %s", row, error)
    else:
        Reconciliation.speed_up(account)
    watch_the_clock(client.seconds_ahead, now=timezone.now())
