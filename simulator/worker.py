"""The thread that does what has come due: planned moves here, each delivery on a thread of its own.

A delivery may hang for seconds, so it never runs on the thread that moves payments on.
"""

import logging
import threading
from datetime import datetime

from django.db import connections
from django.db.models import Min, QuerySet
from django.utils import timezone

from simulator.alarm import LONGEST_SLEEP, work_is_waiting
from simulator.models import CheckoutSession, Delivery, IdempotentResult, Refund, ScheduledMove
from simulator.moves import carry_out
from simulator.refunds import advance_due
from simulator.session_expiry import expire_due
from simulator.webhooks.delivering import attempt

logger = logging.getLogger(__name__)

LONGEST_SLEEP_SECONDS = LONGEST_SLEEP.total_seconds()
AFTER_A_FAULT_SECONDS = 1.0
MOST_DELIVERIES_AT_ONCE = 32


class Worker:
    """Starts with `start`, sleeps until the alarm or the next due row, ends with `stop`."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._under_way: set[int] = set()
        self._thread = threading.Thread(target=self._run, name="worker", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """A move under way is finished; a delivery under way is made again at the next start."""
        self._stopping.set()
        work_is_waiting.set()
        self._thread.join(timeout=2)

    def _run(self) -> None:
        while not self._stopping.is_set():
            work_is_waiting.clear()
            pause = AFTER_A_FAULT_SECONDS
            try:
                pause = self._turn()
            except Exception:
                logger.exception("The worker met a fault and goes on.")
                connections.close_all()
            work_is_waiting.wait(timeout=pause)
        connections.close_all()

    def _turn(self) -> float:
        """Do what is due; return the seconds until something else is."""
        now = timezone.now()
        for move in ScheduledMove.objects.filter(due_at__lte=now).order_by("due_at", "pk"):
            carry_out(move)
        for session in CheckoutSession.due(now):
            expire_due(session)
        for refund in Refund.due(now):
            advance_due(refund)
        IdempotentResult.forget_old()
        for delivery_id in self._due_deliveries(now)[: self._free_hands()]:
            self._begin(delivery_id)
        return self._seconds_to_next()

    def _due_deliveries(self, now: datetime) -> list[int]:
        due = self._waiting_deliveries().filter(due_at__lte=now).order_by("due_at", "pk")
        return list(due.values_list("pk", flat=True))

    def _waiting_deliveries(self) -> QuerySet[Delivery]:
        return Delivery.objects.filter(due_at__isnull=False).exclude(pk__in=set(self._under_way))

    def _free_hands(self) -> int:
        return MOST_DELIVERIES_AT_ONCE - len(self._under_way)

    def _begin(self, delivery_id: int) -> None:
        self._under_way.add(delivery_id)
        name = f"delivery {delivery_id}"
        threading.Thread(target=self._deliver, args=(delivery_id,), name=name, daemon=True).start()

    def _deliver(self, delivery_id: int) -> None:
        try:
            attempt(delivery_id)
        except Exception:
            logger.exception("Delivery %s met a fault.", delivery_id)
            self._stopping.wait(AFTER_A_FAULT_SECONDS)  # the row is still due
        finally:
            self._under_way.discard(delivery_id)
            connections.close_all()
            work_is_waiting.set()

    def _seconds_to_next(self) -> float:
        if self._free_hands() <= 0:
            return LONGEST_SLEEP_SECONDS  # whoever finishes first rings the alarm
        return min(
            _seconds_until(ScheduledMove.objects.aggregate(at=Min("due_at"))["at"]),
            _seconds_until(CheckoutSession.waiting().aggregate(at=Min("expires_at"))["at"]),
            _seconds_until(Refund.waiting().aggregate(at=Min("due_at"))["at"]),
            _seconds_until(self._waiting_deliveries().aggregate(at=Min("due_at"))["at"]),
        )


def _seconds_until(moment: datetime | None) -> float:
    if moment is None:
        return LONGEST_SLEEP_SECONDS
    return min(max((moment - timezone.now()).total_seconds(), 0.0), LONGEST_SLEEP_SECONDS)
