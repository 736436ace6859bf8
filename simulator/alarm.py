"""Wakes the background worker when a row has come due or one that soon will be was written."""

import threading
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

work_is_waiting = threading.Event()
LONGEST_SLEEP = timedelta(seconds=5)  # of the worker; then it looks by itself


def ring_after_commit(*, due_at: datetime | None = None) -> None:
    """Wake the worker once the rows it should find are committed.

    Not for one that is due only after the worker has woken by itself.
    """
    if due_at is None or due_at < timezone.now() + LONGEST_SLEEP:
        transaction.on_commit(work_is_waiting.set)
