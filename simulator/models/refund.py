"""Money on its way back to the payer."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import QuerySet

from simulator import alarm, switches
from simulator.clock import sped_up
from simulator.identifiers import new_refund_id


class RefundStatus(models.TextChoices):
    """Fintoc docs: /api/payments-api/refunds; `pending` is what two of its pages say for `created`.

    created = pending -> in_progress -> succeeded | failed; canceled only before in_progress.
    """

    CREATED = "created"
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELED = "canceled"


QUEUED = frozenset({RefundStatus.CREATED, RefundStatus.PENDING})
FINAL = frozenset({RefundStatus.SUCCEEDED, RefundStatus.FAILED, RefundStatus.CANCELED})
RETURNED = frozenset({RefundStatus.FAILED, RefundStatus.CANCELED})  # the money stayed


class Refund(models.Model):
    """`due_at` is when it takes its next step by itself; null: only /control/ moves it."""

    Status = RefundStatus

    fintoc_id = models.CharField(max_length=40, unique=True, default=new_refund_id)
    intent = models.ForeignKey(
        "simulator.PaymentIntent", on_delete=models.CASCADE, related_name="refunds"
    )
    amount = models.PositiveBigIntegerField()
    status = models.CharField(max_length=20, choices=RefundStatus.choices)
    failure_code = models.CharField(max_length=64, blank=True)
    metadata = models.JSONField(default=dict)
    recipient_account = models.JSONField()
    due_at = models.DateTimeField(null=True, db_index=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.fintoc_id} {self.status}"

    @classmethod
    def open(cls, *, at: datetime, **fields: Any) -> "Refund":
        """A new refund, waiting for its turn."""
        status = switches.current().refunds_start_as
        refund = cls(created_at=at, status=status, **fields)
        refund._save_with_next_step(at)
        return refund

    @classmethod
    def due(cls, now: datetime) -> "QuerySet[Refund]":
        """Those whose next step has come."""
        return cls.waiting().filter(due_at__lte=now).order_by("due_at", "pk")

    @classmethod
    def waiting(cls) -> "QuerySet[Refund]":
        """Those that have a next step."""
        return cls.objects.filter(due_at__isnull=False)

    def take(self, *, status: str, failure_code: str = "", at: datetime) -> None:
        """Move on. Which moves there are is in `simulator/refunds.py`."""
        self.status, self.failure_code = status, failure_code
        self._save_with_next_step(at)

    def _save_with_next_step(self, at: datetime) -> None:
        """Guess: the pace. Fintoc names business days and hours."""
        seconds = switches.current().refund_step_seconds
        has_next = bool(seconds) and not self.is_final
        self.due_at = at + sped_up(seconds) if has_next else None
        self.updated_at = at
        self.save()
        if self.due_at:
            alarm.ring_after_commit(due_at=self.due_at)

    def grow_older(self, *, seconds: int) -> None:
        """It was made, and takes its next step, that much earlier."""
        earlier = timedelta(seconds=seconds)
        self.created_at -= earlier
        self.updated_at -= earlier
        self.due_at = self.due_at - earlier if self.due_at else None
        self.save(update_fields=["created_at", "updated_at", "due_at"])
        alarm.ring_after_commit()

    @property
    def is_queued(self) -> bool:
        """Whether it may still be canceled."""
        return self.status in QUEUED

    @property
    def is_final(self) -> bool:
        return self.status in FINAL

    @property
    def counts(self) -> bool:
        """Whether its money is taken from what may still be refunded."""
        return self.status not in RETURNED
