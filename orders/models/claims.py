"""Claims: who may act for an order at Fintoc this moment, so that it is never two at once."""

from datetime import datetime, timedelta

from django.db import models

import statements

ACTING_LEASE = timedelta(seconds=15)  # longer than the 8 s that Fintoc gets to answer
REFRESH_PAUSE = timedelta(seconds=5)
REFRESH_WINDOW = timedelta(minutes=10)
REFRESHES_PER_WINDOW = 12


class Claims(models.Model):
    """The half of an Order that says whose turn it is. Each claim needs the order's lock."""

    opening_until = models.DateTimeField(null=True, blank=True)  # somebody opens, or cancels
    refreshed_at = models.DateTimeField(null=True, blank=True)
    refresh_window_at = models.DateTimeField(null=True, blank=True)
    refreshes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True

    def claim_opening(self, *, now: datetime) -> bool:
        """Become the only one who opens a payment, or cancels; False if somebody else is."""
        if self.is_claimed(now=now):
            return False
        self.opening_until = now + ACTING_LEASE
        statements.update(self, "opening_until")
        return True

    def is_claimed(self, *, now: datetime) -> bool:
        """Whether somebody is opening a payment, or canceling, this moment."""
        return self.opening_until is not None and self.opening_until > now

    def has_claim(self, claimed_until: datetime | None) -> bool:
        """Whether the claim taken earlier is still ours, and nobody took over when it ran out."""
        return self.opening_until is not None and self.opening_until == claimed_until

    def release_opening(self) -> None:
        """Let the next click act at once, unless somebody took the claim over."""
        mine = type(self)._default_manager.filter(pk=self.pk, opening_until=self.opening_until)
        mine.update(opening_until=None)

    def claim_refresh(self, *, now: datetime) -> bool:
        """Whether this order may ask Fintoc now: every 5 s, 12 times in 10 min."""
        if self.refreshed_at is not None and now - self.refreshed_at < REFRESH_PAUSE:
            return False
        if self.refresh_window_at is None or now - self.refresh_window_at >= REFRESH_WINDOW:
            self.refresh_window_at, self.refreshes = now, 0
        if self.refreshes >= REFRESHES_PER_WINDOW:
            return False
        self.refreshed_at = now
        self.refreshes += 1
        statements.update(self, "refreshed_at", "refresh_window_at", "refreshes")
        return True
