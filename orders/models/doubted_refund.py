"""DoubtedRefund: one that a webhook told of and that cannot be, as far as we know."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from orders.models.refund import ASK_EVERY, FIRST_PAUSE


class DoubtedRefund(models.Model):
    """A question to Fintoc, which its answer ends. Of the report only the id is kept: nothing that
    it says is believed, so it is no Refund yet, and may never be one."""

    refund_id = models.CharField(max_length=255, unique=True)
    account = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)  # when to ask
    attempts = models.PositiveIntegerField(default=0)  # begun, and none of them ended

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="doubted_refund_due", condition=Q(due_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.refund_id

    @classmethod
    def ask(cls, *, refund_id: str, account: str, now: datetime) -> None:
        """Have Fintoc asked about it at once, and once, however often it is told."""
        doubted, is_new = cls.objects.get_or_create(
            refund_id=refund_id, defaults={"account": account, "created_at": now, "due_at": now}
        )
        if not is_new:
            doubted.put_off(until=now)

    def ask_later(self, *, now: datetime) -> None:
        """There was no answer: soon at first, then hourly, until there is one."""
        self.put_off(until=now + min(max(now - self.created_at, FIRST_PAUSE), ASK_EVERY))

    def put_off(self, *, until: datetime) -> None:
        """Ask then."""
        self.due_at = until
        self.save(update_fields=["due_at"])

    def settle(self) -> None:
        """Fintoc has answered."""
        self.delete()
