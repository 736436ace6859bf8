"""What will happen to a payment intent by itself, and when."""

from datetime import datetime

from django.db import models

from simulator import alarm


class ScheduledMove(models.Model):
    """An outcome due at a moment. The background worker carries it out and deletes the row."""

    intent = models.ForeignKey(
        "simulator.PaymentIntent", on_delete=models.CASCADE, related_name="scheduled_moves"
    )
    outcome = models.CharField(max_length=20)
    reason = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.outcome} at {self.due_at:%H:%M:%S}"

    @classmethod
    def plan(
        cls, *, intent: models.Model, outcome: str, due_at: datetime, reason: str = ""
    ) -> None:
        """Let `outcome` happen to `intent` at `due_at`."""
        cls.objects.create(intent=intent, outcome=outcome, due_at=due_at, reason=reason)
        alarm.ring_after_commit(due_at=due_at)
