"""Outbox: a mail or an after-payment hook to run, written in the transaction that causes it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Optional

from django.db import models

if TYPE_CHECKING:
    from orders.models.order import Order
    from orders.models.payment import Payment

FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=15)
PARKED_AFTER = timedelta(hours=24)


class Outbox(models.Model):
    """One thing to send. `key` is unique, so what may happen once has one row for ever."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=200)  # `E1`, or `hook:` and a dotted path
    order = models.ForeignKey("orders.Order", on_delete=models.CASCADE, related_name="outbox")
    payment = models.ForeignKey("orders.Payment", on_delete=models.CASCADE, null=True, blank=True)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)  # null: nothing to do
    attempts = models.PositiveIntegerField(default=0)
    first_tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "outbox"
        indexes = [
            models.Index(
                fields=["due_at"], name="outbox_due", condition=models.Q(due_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def enqueue(
        cls,
        *,
        key: str,
        kind: str,
        order: "Order",
        due_at: datetime,
        now: datetime,
        payment: Optional["Payment"] = None,
    ) -> None:
        """Write the row, once. One that was not sent yet is armed again for `due_at`."""
        row, is_new = cls.objects.get_or_create(
            key=key,
            defaults={
                "kind": kind,
                "order": order,
                "payment": payment,
                "due_at": due_at,
                "created_at": now,
            },
        )
        if not is_new and row.sent_at is None:
            row.due_at, row.payment = due_at, payment
            row.attempts, row.first_tried_at = 0, None
            row.save(update_fields=["due_at", "payment", "attempts", "first_tried_at"])

    def mark_sent(self, *, now: datetime) -> None:
        """It is out: nothing more to do."""
        self.sent_at, self.due_at, self.error = now, None, ""
        self.save(update_fields=["sent_at", "due_at", "error"])

    def drop(self, *, reason: str) -> None:
        """It is no longer true, so it is not sent. A newer event may arm it again."""
        self.due_at, self.error = None, reason
        self.save(update_fields=["due_at", "error"])

    def wait(self, *, reason: str, now: datetime) -> None:
        """It may not go out yet, for as long as it takes."""
        self.due_at, self.error = now + LONGEST_PAUSE, reason
        self.save(update_fields=["due_at", "error"])

    def try_later(self, *, error: str, now: datetime) -> bool:
        """Note a failure and wait, longer each time; after a day give up and return False."""
        self.first_tried_at = self.first_tried_at or now
        self.error = error.replace("\x00", "")[:2000]  # PostgreSQL stores no NUL
        is_parked = now - self.first_tried_at >= PARKED_AFTER
        # Doubling beyond ten attempts would only overflow: the longest pause is long reached.
        pause = min(FIRST_PAUSE * 2 ** min(self.attempts, 10), LONGEST_PAUSE)
        self.due_at = None if is_parked else now + pause
        self.save(update_fields=["first_tried_at", "error", "due_at"])
        return not is_parked
