"""Outbox: a mail or an after-payment hook to run, written in the transaction that causes it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Optional

from django.conf import settings
from django.db import models

import statements
from orders.mail_kinds import HOOK
from orders.text import storable

if TYPE_CHECKING:
    from orders.models.alert import Alert
    from orders.models.order import Order
    from orders.models.payment import Payment
    from orders.models.refund import Refund

FIRST_PAUSE = timedelta(seconds=15)
LONGEST_PAUSE = timedelta(minutes=5)  # so long, at most, a mail waits for a server that is back
PARKED_AFTER = timedelta(hours=24)
# A worker may be sending one now, or has sent it.
ARM_AGAIN = """
    ON CONFLICT (key) DO UPDATE SET due_at = excluded.due_at, payment_id = excluded.payment_id,
        attempts = 0, first_tried_at = NULL, error = ''
    WHERE orders_outbox.sent_at IS NULL
"""


class Outbox(models.Model):
    """One thing to send. `key` is unique, so what may happen once has one row for ever."""

    key = models.CharField(max_length=200)
    kind = models.CharField(max_length=200)  # `E1`, or `hook:` and a dotted path
    account = models.CharField(max_length=100)  # workers act only on the configured one
    order = models.ForeignKey(
        "orders.Order", on_delete=models.CASCADE, null=True, blank=True, related_name="outbox"
    )
    payment = models.ForeignKey("orders.Payment", on_delete=models.CASCADE, null=True, blank=True)
    alert = models.ForeignKey(
        "orders.Alert", on_delete=models.CASCADE, null=True, blank=True, db_index=False
    )
    refund = models.ForeignKey(
        "orders.Refund", on_delete=models.CASCADE, null=True, blank=True, db_index=False
    )
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)  # null: nothing to do
    attempts = models.PositiveIntegerField(default=0)  # begun, and none of them ended
    first_tried_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "outbox"
        constraints = [models.UniqueConstraint(fields=["key"], name="one_row_per_key")]
        indexes = [
            models.Index(
                fields=["due_at"], name="outbox_due", condition=models.Q(due_at__isnull=False)
            ),
            # Most mails are about neither.
            models.Index(
                fields=["alert"], name="outbox_alert", condition=models.Q(alert__isnull=False)
            ),
            models.Index(
                fields=["refund"], name="outbox_refund", condition=models.Q(refund__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def enqueue(
        cls,
        kinds: Mapping[str, str],
        *,
        due_at: datetime,
        now: datetime,
        order: Optional["Order"] = None,
        payment: Optional["Payment"] = None,
        alert: Optional["Alert"] = None,
        refund: Optional["Refund"] = None,
    ) -> None:
        """Write a row for each key in `kinds`, once, in one statement however many they are.

        Those that were written before and not sent yet are armed again for `due_at`.
        """
        rows = [
            cls(
                key=key,
                kind=kind,
                account=order.account if order else settings.FINTOC_ACCOUNT,
                order=order,
                payment=payment,
                alert=alert,
                refund=refund,
                due_at=due_at,
                created_at=now,
            )
            for key, kind in kinds.items()
        ]
        statements.insert(rows, on_conflict=ARM_AGAIN)

    @classmethod
    def put_off_mails(cls, *, now: datetime) -> None:
        """No mail can leave: the next tries come later, whatever number of them waits. One that was
        not tried loses nothing of its day."""
        due = cls.objects.filter(account=settings.FINTOC_ACCOUNT, due_at__lte=now)
        due.exclude(kind__startswith=HOOK).update(due_at=now + FIRST_PAUSE)

    @property
    def is_hook(self) -> bool:
        return self.kind.startswith(HOOK)

    @property
    def stage(self) -> str:
        """Of a mail about a refund: which of the refund's states it tells."""
        return self.key.rsplit(":", 1)[-1]

    @property
    def may_be_sent_again(self) -> bool:
        """Whether it is out or given up; a hook that ran is left alone."""
        is_over = self.due_at is None
        return is_over and not (self.is_hook and self.sent_at is not None)

    def arm(self, *, now: datetime) -> None:
        """Send it, or send it again, as if it were new."""
        self.due_at, self.sent_at, self.first_tried_at = now, None, None
        self.attempts, self.error = 0, ""
        self.save(update_fields=["due_at", "sent_at", "first_tried_at", "attempts", "error"])

    def mark_sent(self, *, now: datetime) -> None:
        """It is out: nothing more to do."""
        self.sent_at, self.due_at, self.error = now, None, ""
        self.save(update_fields=["sent_at", "due_at", "error"])

    def drop(self, *, reason: str) -> None:
        """Do not send it: it is no longer true, or its work never ends. It may be armed again."""
        self.due_at, self.error = None, reason
        self.save(update_fields=["due_at", "error"])

    def wait(self, *, reason: str, now: datetime) -> None:
        """It may not go out yet, for as long as it takes."""
        self.due_at, self.error, self.attempts = now + LONGEST_PAUSE, reason, 0
        self.save(update_fields=["due_at", "error", "attempts"])

    def try_later(self, *, error: str, now: datetime) -> bool:
        """Note a failure and wait, longer each time; after a day give up and return False."""
        self.first_tried_at = self.first_tried_at or now
        self.error, self.attempts = storable(error, 2000), 0
        waited = now - self.first_tried_at  # so each pause is about as long as all before it
        is_parked = waited >= PARKED_AFTER
        self.due_at = None if is_parked else now + min(max(waited, FIRST_PAUSE), LONGEST_PAUSE)
        self.save(update_fields=["first_tried_at", "error", "attempts", "due_at"])
        return not is_parked
