"""Wakes the background worker when a row has come due or a new one was written."""

import threading

from django.db import transaction

work_is_waiting = threading.Event()


def ring_after_commit() -> None:
    """Wake the worker once the rows it should find are committed."""
    transaction.on_commit(work_is_waiting.set)
