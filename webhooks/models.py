"""WebhookEvent: the inbox. What Fintoc posted, once each, and what became of it."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Max, Q, Sum
from django.utils import timezone

import statements
from fintoc_client.objects import (
    Event,
    read_checkout_session,
    read_payment_intent,
    read_refund,
)
from fintoc_client.signature import InvalidSignature
from orders.account import account_of
from orders.models import Alert
from orders.status import MAY_BE_MONEY
from orders.text import storable
from webhooks.masking import masked

FIRST_PAUSE = timedelta(seconds=2)
LONGEST_PAUSE = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=24)
PAID_EVENT = "payment_intent.succeeded"  # most of all events are of this type


class StoredMeanwhile(Exception):
    """Another delivery of the same event, at the same moment, was stored with all it caused."""


class WebhookEvent(models.Model):
    """One event, or one body that could not be read as one (`event_id` is null)."""

    APPLIED, DIFFERS, FOREIGN, IGNORED = "applied", "differs", "foreign", "ignored"
    PARKED, QUARANTINED, FAILED, NEW = "parked", "quarantined", "failed", "new"
    OUTCOMES = (NEW, APPLIED, DIFFERS, FOREIGN, IGNORED, PARKED, QUARANTINED, FAILED)

    event_id = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001 (unique)
    type = models.CharField(max_length=255, blank=True)
    mode = models.CharField(max_length=20, blank=True)
    account = models.CharField(max_length=100, blank=True)
    payload = models.JSONField(null=True, blank=True)  # masked; see `masking.py`
    sha256 = models.CharField(max_length=64)  # of the raw bytes
    outcome = models.CharField(
        max_length=20, default=NEW, choices=[(outcome, outcome) for outcome in OUTCOMES]
    )
    error = models.TextField(blank=True)
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # when to process again; null: no more
    took_ms = models.PositiveIntegerField(null=True, blank=True)  # to process it, at the end
    attempts = models.PositiveIntegerField(default=0)  # begun, and none of them ended

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event_id"], name="each_event_once"),
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(event_id=None), name="quarantined_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="event_due", condition=Q(due_at__isnull=False)),
            # What staff look for in the log: not the many that did what they should.
            models.Index(
                fields=["outcome", "-id"], name="event_odd", condition=~Q(outcome="applied")
            ),
            models.Index(
                fields=["type", "-id"], name="event_of_rarer_type", condition=~Q(type=PAID_EVENT)
            ),
            models.Index(fields=["account", "received_at"], name="event_last_heard"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"

    @property
    def is_done(self) -> bool:
        """Whether hearing it again changes nothing."""
        return self.processed_at is not None

    @property
    def may_be_processed_again(self) -> bool:
        """Whether trying once more could change anything."""
        return self.processed_at is None and self.event_id is not None

    @property
    def subject_id(self) -> str:
        """The intent that it tells of, itself or by its refund, or the session; "" for none."""
        data = (self.payload or {}).get("data") or {}
        return str(data.get("resource_id") or data.get("id") or "")

    @classmethod
    def of(cls, event: Event, *, sha256: str, now: datetime) -> Self:
        """The row of an event that was never heard, unsaved: it is stored with its outcome."""
        return cls(
            event_id=event.id,
            type=event.type[:255],
            mode=event.mode[:20],
            account=account_of(event.mode)[:100],
            payload=masked(vars(event)),
            sha256=sha256,
            received_at=now,
        )

    @classmethod
    def known(cls, event_id: str) -> Self | None:
        """The row of an event that was heard before. A plain read: a repeat costs nothing else."""
        return statements.first(cls, "WHERE event_id = %s", event_id)

    @classmethod
    def locked(cls, row_id: int) -> Self:
        """The row, locked until the transaction ends."""
        return cls.objects.select_for_update().get(pk=row_id)

    @classmethod
    def keep_unreadable(cls, *, sha256: str, reason: str, now: datetime) -> None:
        """Keep the trace of a body that was rightly signed and is no event; once per body."""
        row, _is_new = cls.objects.get_or_create(
            sha256=sha256,
            event_id=None,
            defaults={"account": settings.FINTOC_ACCOUNT, "received_at": now},
        )
        row.quarantine(reason=reason, now=now)

    def quarantine(self, *, reason: str, now: datetime) -> None:
        """It can never be used, however often it is sent: staff are told once."""
        with transaction.atomic():
            self.mark_processed(self.QUARANTINED, error=reason, now=now)
            subject = self.event_id or self.sha256
            Alert.raise_once(kind=Alert.QUARANTINED, subject=subject, detail=reason, now=now)

    def mark_processed(
        self, outcome: str, *, now: datetime, error: str = "", took_ms: int | None = None
    ) -> None:
        """Its effect is in this transaction: it is done for good."""
        self.outcome, self.processed_at, self.due_at, self.error = outcome, now, None, error
        self.took_ms = took_ms
        self._keep()

    def try_later(self, outcome: str, *, error: str, now: datetime) -> None:
        """Keep it for the worker: after 2 s, then longer each time, for a day."""
        self.outcome, self.error, self.attempts = outcome, storable(error, 2000), 0
        self.processed_at, self.took_ms = None, None  # it may have failed as it was being kept
        waited = now - self.received_at  # so each pause is about as long as all before it
        is_over = waited >= GIVE_UP_AFTER
        self.due_at = None if is_over else now + min(max(waited, FIRST_PAUSE), LONGEST_PAUSE)
        self._keep()
        if is_over:
            self._tell_staff(now=now)

    def _keep(self) -> None:
        """Insert or update it. Raises StoredMeanwhile, and then the transaction is lost."""
        try:
            if self._state.adding:
                statements.insert([self])
            else:
                self.save()
        except IntegrityError as its_id_is_there:
            raise StoredMeanwhile from its_id_is_there

    def park(self, *, now: datetime) -> None:
        """Processing it ended its worker again and again: staff must look at it."""
        self.outcome, self.due_at = self.FAILED, None
        self.error = "the worker died of it, or it never came to an end"
        self.save(update_fields=["outcome", "error", "due_at"])
        self._tell_staff(now=now)

    def _tell_staff(self, *, now: datetime) -> None:
        if self.outcome == self.PARKED:
            kind, subject = Alert.ORPHAN, self.orphan_subject
        else:
            kind, subject = Alert.QUARANTINED, str(self.event_id)
        if subject:
            Alert.raise_once(kind=kind, subject=subject, detail=self.error, now=now)

    @property
    def orphan_subject(self) -> str:
        """The payment intent it tells of: several events of one orphan ask staff once.

        "" for none, and for one that brought no money.
        """
        data = (self.payload or {}).get("data")
        if self.type.startswith("refund."):
            return read_refund(data).resource_id
        is_of_session = self.type.startswith("checkout_session.")
        intent = read_checkout_session(data).intent if is_of_session else read_payment_intent(data)
        return intent.id if intent is not None and intent.status in MAY_BE_MONEY else ""


class Refusal(models.Model):
    """How many deliveries were refused on a day, by reason. Of the deliveries nothing is kept."""

    TOO_LARGE, NO_SECRET = "too large", "no secret"
    REASONS = (
        InvalidSignature.MISSING,
        InvalidSignature.MALFORMED,
        InvalidSignature.UNTIMELY,
        InvalidSignature.WRONG,
        TOO_LARGE,
        NO_SECRET,
    )

    day = models.DateField()  # in the shop's time zone
    reason = models.CharField(max_length=20, choices=[(reason, reason) for reason in REASONS])
    number = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "reason"], name="refusals_by_day_and_reason")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.reason}: {self.number}"

    @classmethod
    def add(cls, reason: str, *, number: int, now: datetime) -> None:
        """So many more, the last of them now. Processes that add at once are all counted."""
        today = timezone.localdate(now)
        mine = cls.objects.filter(day=today, reason=reason)
        if not mine.update(number=F("number") + number, last_at=now):
            cls.objects.get_or_create(day=today, reason=reason, defaults={"last_at": now})
            mine.update(number=F("number") + number, last_at=now)

    @classmethod
    def by_reason(cls, *, since: date | None = None) -> list[dict[str, Any]]:
        """`reason`, `number` and `last_at` of each reason from that day on, or of all time."""
        counted = cls.objects.filter(day__gte=since) if since is not None else cls.objects.all()
        by_reason = counted.order_by().values("reason")
        return list(
            by_reason.annotate(number=Sum("number"), last_at=Max("last_at")).order_by("-number")
        )
