"""The first answer to each idempotency key."""

from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone

MEMORY = timedelta(hours=24)


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
    def find(cls, key: str) -> "IdempotentResult | None":
        """What is stored under the key. What is too old is not, and makes place."""
        stored = cls.objects.filter(key=key).first()
        if stored is not None and stored.created_at < timezone.now() - MEMORY:
            stored.delete()
            return None
        return stored

    @classmethod
    def forget_old(cls) -> None:
        """Fintoc may forget a key once it is 24 hours old; here it does at once."""
        cls.objects.filter(created_at__lt=timezone.now() - MEMORY).delete()

    @classmethod
    def grow_older(cls, *, by: timedelta) -> int:
        """Every result was kept that much earlier; the number of them."""
        return cls.objects.update(created_at=F("created_at") - by)
