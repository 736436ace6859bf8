"""Lapsing: how long an order keeps its stock, and how long it may be paid."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

import statements


class Lapsing(models.Model):
    """The half of an Order that time takes away. Who decides on it is `orders/expiry.py`."""

    created_at = models.DateTimeField()
    held_until = models.DateTimeField(null=True, blank=True)  # null: it keeps no stock
    due_at = models.DateTimeField(null=True, blank=True)  # when it lapses; null: it does not
    attempts = models.PositiveIntegerField(default=0)  # of the worker, to let it lapse

    class Meta:
        abstract = True

    @property
    def is_payable(self) -> bool:
        raise NotImplementedError

    @property
    def payable_until(self) -> datetime:
        """Until when it is kept for being paid."""
        return self.created_at + timedelta(hours=settings.ORDER_PAYABLE_HOURS)

    def has_lapsed(self, *, now: datetime) -> bool:
        """Whether it was not paid in time, and may not be paid any more."""
        return self.is_payable and not self.is_saved(now=now)

    def is_saved(self, *, now: datetime) -> bool:
        """Whether it may still be paid, and will for a while."""
        return self.is_payable and now < self.payable_until

    @property
    def keeps_stock(self) -> bool:
        return self.held_until is not None

    @property
    def lapses_at(self) -> datetime | None:
        """When the worker has to look at it: to give back its stock, then to cancel it."""
        if self.is_payable:
            return self.held_until or self.payable_until
        else:
            return None

    def hold(self, *, until: datetime) -> None:
        """Keep its stock aside for longer."""
        self._hold_until(until)

    def release_stock(self) -> None:
        """Note that its stock went back on the shelf."""
        self._hold_until(None)

    def _hold_until(self, moment: datetime | None) -> None:
        self.held_until = moment
        self.due_at = self.lapses_at
        statements.update(self, "held_until", "due_at")

    def put_off(self, *, until: datetime | None) -> None:
        """Look at it again then; None: not any more. Needs no lock, so it writes nothing else."""
        self.due_at = until
        statements.update(self, "due_at")
