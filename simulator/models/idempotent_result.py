"""The first answer to each idempotency key."""

from datetime import timedelta

from django.db import models
from django.db.models import F


class IdempotentResult(models.Model):
    """Fintoc docs: /api/fintoc-api/idempotent-requests (errors are stored and replayed too)."""

    key = models.CharField(max_length=255, unique=True)
    fingerprint = models.CharField(max_length=64)  # of method, path and parameters
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.key} {self.status}"

    @classmethod
    def keep(cls, *, key: str, fingerprint: str, status: int, body: str) -> None:
        cls.objects.create(key=key, fingerprint=fingerprint, status=status, body=body)

    @classmethod
    def grow_older(cls, *, by: timedelta) -> int:
        """Every result was kept that much earlier; the number of them."""
        return cls.objects.update(created_at=F("created_at") - by)
