"""What all processes have to count together: visits within a window, and things that happened."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F

import statements

COUNT_ONE_MORE = """ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN operations_window.ends_at > %s THEN operations_window.count + 1 ELSE 1 END,
    ends_at = CASE WHEN operations_window.ends_at > %s THEN operations_window.ends_at
        ELSE excluded.ends_at END"""
SWEEPING = "0"  # a new window of one key in sixteen sweeps out the old ones


class Window(models.Model):
    """How often one key was used since its window began. `key` is a digest: it names nobody."""

    key = models.CharField(max_length=64, unique=True)
    ends_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["ends_at"], name="window_ends")]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def hit(cls, key: str, *, period: timedelta, now: datetime) -> Self:
        """Count one use of `key`, in a new window if the last one is over; return the window.

        Processes that count at once never miss one; a reader may see the other's count, too. It
        is done before every post, so it is one commit.
        """
        new = cls(key=key, ends_at=now + period, count=1)
        statements.insert([new], on_conflict=COUNT_ONE_MORE, moments=[now, now])
        (window,) = statements.select(cls, "WHERE key = %s", key)
        if window.count == 1 and key.startswith(SWEEPING):
            cls.objects.filter(ends_at__lt=now - timedelta(days=1)).delete()
        return window


class Tally(models.Model):
    """How often something happened, or how much of it there was, in all processes together."""

    name = models.CharField(max_length=60)
    label = models.CharField(max_length=100, blank=True)
    value = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "label"], name="one_tally_per_label")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.label}"

    @classmethod
    def add(cls, name: str, label: str, value: float) -> None:
        """Add to what is counted under this name and label."""
        mine = cls.objects.filter(name=name, label=label)
        if not mine.update(value=F("value") + value):
            new = [cls(name=name, label=label)]
            cls.objects.bulk_create(new, ignore_conflicts=True)  # type: ignore[arg-type]
            mine.update(value=F("value") + value)
