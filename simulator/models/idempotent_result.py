"""The first answer to each idempotency key."""

from django.db import models


class IdempotentResult(models.Model):
    """Fintoc docs: /api/fintoc-api/idempotent-requests (errors are stored and replayed too)."""

    key = models.CharField(max_length=255, unique=True)
    fingerprint = models.CharField(max_length=64)  # of method, path and parameters
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.key} {self.status}"

    @classmethod
    def keep(cls, *, key: str, fingerprint: str, status: int, body: str) -> None:
        cls.objects.create(key=key, fingerprint=fingerprint, status=status, body=body)
