"""Reconciliation: how far the reading of Fintoc's own list is, and how fast Fintoc may be asked."""

import random
from datetime import datetime, timedelta
from typing import Self

from django.db import models, transaction

READ_EVERY = timedelta(minutes=10)
READ_SOON = timedelta(seconds=30)
TRY_AGAIN_AFTER = timedelta(minutes=1)
OVERLAP = timedelta(days=1)  # how far before the last reading each one begins
# All workers together, per second. Fintoc's pages name 100 and 5 as its limit
# (docs: /guides/home/api-rate-limits, .../errors-status-codes), and shoppers come first.
QUESTIONS_PER_SECOND = 4
PATIENCE = timedelta(seconds=2)  # a worker waits so long for its turn, and else does other things
FURTHEST = timedelta(seconds=20)  # no turn is further off than the longest pause
LONGEST_PAUSE = 16  # seconds after a 429 (docs: /guides/home/api-rate-limits), and up to 1 s more


class Reconciliation(models.Model):
    """One row per Fintoc account. Every worker takes its turn here before it asks."""

    account = models.CharField(max_length=100, unique=True)
    page_url = models.TextField(blank=True)  # of the list, where the reading goes on
    began_at = models.DateTimeField(null=True, blank=True)  # the reading under way
    read_at = models.DateTimeField(null=True, blank=True)  # when the last whole reading began
    covers_from = models.DateTimeField()  # what is older was never read
    due_at = models.DateTimeField(null=True, blank=True)  # when to read the next page
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()  # the next free turn to ask Fintoc anything
    refusals = models.PositiveSmallIntegerField(default=0)  # 429 in a row

    def __str__(self) -> str:
        return self.account

    @classmethod
    def of(cls, account: str, *, now: datetime) -> Self:
        """The account's row. Its first reading is due in a while: there is nothing to find yet."""
        row, _is_new = cls.objects.get_or_create(
            account=account,
            defaults={"covers_from": now - OVERLAP, "due_at": now + READ_EVERY, "next_at": now},
        )
        return row

    # --- The list ---

    @property
    def since(self) -> datetime:
        """From when on the reading under way lists: before the last whole one, so nothing falls
        between two, however long no worker ran."""
        return self.read_at - OVERLAP if self.read_at else self.covers_from

    def begin(self, *, now: datetime) -> None:
        """Note when a reading starts, unless one is under way."""
        if not self.page_url:
            self.began_at = now
            self.save(update_fields=["began_at"])

    def go_on(self, *, page_url: str, now: datetime) -> None:
        """Go on with the next page at once; without one the reading is whole."""
        self.page_url = page_url
        if page_url:
            self.due_at = now
        else:
            self.read_at, self.due_at = self.began_at or now, now + READ_EVERY
        self.save(update_fields=["page_url", "read_at", "due_at"])

    def start_over(self, *, now: datetime) -> None:
        """A page could not be read: begin again in a while, from the first one."""
        self.page_url, self.due_at = "", now + TRY_AGAIN_AFTER
        self.save(update_fields=["page_url", "due_at"])

    def put_off(self, *, until: datetime) -> None:
        """Fintoc may not be asked before then."""
        self.due_at = until
        self.save(update_fields=["due_at"])

    @classmethod
    def has_read(cls, account: str, *, since: datetime, after: datetime) -> bool:
        """Whether the list from `since` on was read whole `after` a moment: what it had by then
        is known here."""
        read = cls.objects.filter(account=account, covers_from__lte=since, read_at__gt=after)
        return read.exists()

    @classmethod
    def read_soon(cls, account: str, *, now: datetime) -> None:
        """There is something to find: do not wait for the next regular reading."""
        cls.of(account, now=now)
        soon = now + READ_SOON
        cls.objects.filter(account=account, due_at__gt=soon).update(due_at=soon)

    # --- The pace ---

    @classmethod
    def take_turn(cls, account: str, *, now: datetime) -> timedelta:
        """Reserve the next free turn to ask Fintoc, and return how long it is until then.

        Longer than `PATIENCE` says that none was reserved.
        """
        cls.of(account, now=now)
        with transaction.atomic():
            row = cls.objects.select_for_update().get(account=account)
            is_sane = row.next_at - now <= FURTHEST  # a machine's clock may have been ahead
            turn_at = max(row.next_at, now) if is_sane else now
            if turn_at - now <= PATIENCE:
                row.next_at = turn_at + timedelta(seconds=1) / QUESTIONS_PER_SECOND
                row.save(update_fields=["next_at"])
            return turn_at - now

    @classmethod
    def slow_down(cls, account: str, *, now: datetime) -> None:
        """Fintoc answered 429: nobody asks for 1 s, then 2, 4, 8 and at most 16, and a bit more."""
        with transaction.atomic():
            row = cls.objects.select_for_update().get(account=account)
            pause = min(2**row.refusals, LONGEST_PAUSE) + random.random()  # noqa: S311
            row.refusals = min(row.refusals + 1, 10)
            row.next_at = now + timedelta(seconds=pause)
            row.save(update_fields=["refusals", "next_at"])

    @classmethod
    def speed_up(cls, account: str) -> None:
        """Fintoc answered again."""
        cls.objects.filter(account=account, refusals__gt=0).update(refusals=0)
