"""Counting what leaves no row of its own: calls to Fintoc, visits and deliveries turned away.

They are counted in memory where they are logged, and added to the database every few seconds: so
the figures are those of all processes, and a flood of refused visits writes no faster than that.
"""

import logging
import threading
import time
from collections import Counter
from datetime import date, datetime

from django.apps import apps
from django.db import Error as DatabaseAway
from django.db import connection, transaction
from django.utils import timezone

EVERY_SECONDS = 5.0
CALLS, SECONDS, LIMITED = "fintoc_calls", "fintoc_seconds", "limited"
SLOWER_THAN = "fintoc_slower_than"
STEPS = (0.1, 0.3, 1.0, 3.0, 8.0)  # seconds


class Tallies:
    """What this process counted since it last told the database."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counted: Counter[tuple[str, str]] = Counter()
        self.refused: dict[tuple[date, str], tuple[int, datetime]] = {}  # how many, the last when
        self.told_at = 0.0

    def add(self, name: str, label: str, value: float = 1) -> None:
        """Count in memory; never fails, never waits for a database."""
        with self.lock:
            self.counted[name, label] += value  # type: ignore[assignment]

    def add_refusal(self, reason: str, *, number: int = 1, now: datetime) -> None:
        """Count deliveries that were refused, on the day of the last of them."""
        key = (timezone.localdate(now), reason)
        with self.lock:
            before, last_at = self.refused.get(key, (0, now))
            self.refused[key] = (before + number, max(last_at, now))

    def tell_if_due(self) -> None:
        """Add it to the database, if that was not done for a while and no transaction is open."""
        is_due = time.monotonic() - self.told_at > EVERY_SECONDS
        if is_due and (self.counted or self.refused) and not connection.in_atomic_block:
            self.tell()

    def tell(self) -> None:
        """Add what was counted to the database; what cannot be added stays for the next time."""
        self.told_at = time.monotonic()
        with self.lock:
            counted, self.counted = self.counted, Counter()
            refused, self.refused = self.refused, {}
        try:
            _keep(counted, refused)
        except DatabaseAway:
            for (name, label), value in counted.items():
                self.add(name, label, value)
            for (_day, reason), (number, last_at) in refused.items():
                self.add_refusal(reason, number=number, now=last_at)

    def clear(self) -> None:
        """Forget what was not told yet."""
        with self.lock:
            self.counted.clear()
            self.refused.clear()


def _keep(
    counted: Counter[tuple[str, str]], refused: dict[tuple[date, str], tuple[int, datetime]]
) -> None:
    tally = apps.get_model("operations", "Tally")  # the log is set up before the models are
    refusal = apps.get_model("webhooks", "Refusal")
    with transaction.atomic():
        for (name, label), value in counted.items():
            tally.add(name, label, value)
        for (_day, reason), (number, last_at) in refused.items():
            refusal.add(reason, number=number, now=last_at)


tallies = Tallies()


class CountingHandler(logging.Handler):
    """Counts what is logged with `fintoc_outcome`, and how long it took, or `webhook_refused`."""

    def emit(self, record: logging.LogRecord) -> None:
        if outcome := getattr(record, "fintoc_outcome", ""):
            _count_call(str(outcome), float(getattr(record, "took_ms", 0)) / 1000)
        if reason := getattr(record, "webhook_refused", ""):
            tallies.add_refusal(str(reason), now=timezone.now())


def _count_call(outcome: str, seconds: float) -> None:
    tallies.add(CALLS, outcome)
    tallies.add(SECONDS, "", seconds)
    for step in STEPS:
        if seconds > step:
            tallies.add(SLOWER_THAN, str(step))
