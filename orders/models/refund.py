"""Refund: money going back to the account it came from. One row before Fintoc hears of it."""

import json
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from fintoc_client.objects import Refund as Report
from orders import refund_status
from orders.account import marks
from orders.models.event import OrderEvent

if TYPE_CHECKING:
    from orders.models.payment import Payment

KEY_LIFE = timedelta(hours=20)  # Fintoc may forget a key after 24 (docs: .../idempotent-requests)
LIST_SETTLES = timedelta(seconds=60)  # after a send, before a list without it means anything
ASK_EVERY = timedelta(hours=1)
ASK_UNTIL = timedelta(days=10)
FIRST_PAUSE = timedelta(seconds=15)
# Those that have not ended, as their index has it: SQLite takes one only where it is said so.
IS_OPEN = (
    Q(status=refund_status.REQUESTED)
    | Q(status=refund_status.CREATED)
    | Q(status=refund_status.PENDING)
    | Q(status=refund_status.IN_PROGRESS)
)


class RefundQuerySet(models.QuerySet["Refund"]):
    def open(self) -> Self:
        """Those that have not ended; by key, for a newest-first list would be walked for them."""
        return self.filter(pk__in=Refund.objects.filter(IS_OPEN).values("pk"))


class Refund(models.Model):
    """Some of a payment's money, requested by staff here or in Fintoc's dashboard."""

    ON_ITS_WAY = "on its way"  # to a shopper, every state before the last is the same

    payment = models.ForeignKey("orders.Payment", on_delete=models.PROTECT, related_name="refunds")
    reference = models.UUIDField(unique=True, default=uuid.uuid4)  # goes into Fintoc's metadata
    idempotency_key = models.UUIDField(default=uuid.uuid4)
    key_made_at = models.DateTimeField()
    key_is_spent = models.BooleanField(default=False)  # Fintoc only repeats a failure under it
    request_body = models.TextField(blank=True)  # exactly what is sent, also when sent again
    account = models.CharField(max_length=100)
    amount = models.PositiveBigIntegerField()  # minor units
    currency = models.CharField(max_length=3)
    refund_id = models.CharField(max_length=255, null=True, blank=True, unique=True)
    status = models.CharField(
        max_length=20,
        default=refund_status.REQUESTED,
        choices=[(word, word) for word in refund_status.STATUSES],
    )
    raw_status = models.CharField(max_length=100, blank=True)
    failure_code = models.CharField(max_length=100, blank=True)
    last_fault = models.CharField(max_length=64, blank=True)
    requested_by = models.CharField(max_length=300)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)  # when to send or ask; null: no more
    attempts = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)  # when its last status came

    objects = RefundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(status__in=refund_status.STATUSES), name="refund_status_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="refund_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["id"], name="refund_open", condition=IS_OPEN),
        ]

    def __str__(self) -> str:
        return f"{self.reference} ({self.status})"

    # --- Reading ---

    @property
    def is_open(self) -> bool:
        return self.status not in refund_status.FINAL

    @property
    def is_void(self) -> bool:
        """Whether its money stayed with the shop."""
        return self.status in refund_status.RETURNED

    @property
    def is_canceled(self) -> bool:
        return self.status == refund_status.CANCELED

    @property
    def has_failed(self) -> bool:
        return self.status == refund_status.FAILED

    @property
    def stage(self) -> str:
        """What a shopper is to know of it: on its way, or how it ended."""
        return self.status if not self.is_open else self.ON_ITS_WAY

    @property
    def subject(self) -> str:
        """What an alert about it is called by."""
        return self.refund_id or str(self.reference)

    @property
    def has_succeeded(self) -> bool:
        return self.status == refund_status.SUCCEEDED

    @property
    def was_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def may_be_canceled(self) -> bool:
        """Whether Fintoc has it and has not begun (docs: /api/payments-api/refunds)."""
        return self.refund_id is not None and self.status in refund_status.QUEUED

    @property
    def can_be_taken_back(self) -> bool:
        """Whether it may still be canceled, here or at Fintoc."""
        return self.may_be_canceled or (self.is_open and not self.was_sent)

    def may_be_sent(self, now: datetime) -> bool:
        """Whether its key still means this very request to Fintoc."""
        return not self.key_is_spent and now - self.key_made_at < KEY_LIFE

    def list_is_settled(self, now: datetime) -> bool:
        """Whether a list read now would have it, if Fintoc did."""
        return self.sent_at is None or now - self.sent_at >= LIST_SETTLES

    def differs_from(self, report: Report, *, account: str) -> bool:
        """Whether a report is about other money than ours."""
        reported = (report.amount, report.currency, account)
        return reported != (self.amount, self.currency, self.account)

    def is_contradicted_by(self, report: Report) -> bool:
        """Whether it ended already, and otherwise."""
        ends = {self.status, report.status}
        return ends <= refund_status.FINAL and len(ends) > 1

    # --- Changing ---

    @classmethod
    def request(
        cls, *, payment: "Payment", amount: int, reference: uuid.UUID, cause: str, now: datetime
    ) -> Self:
        """Store a refund and the body to send. Nothing has been sent yet."""
        order_marks = marks(order_number=payment.order.number, payment_reference=payment.reference)
        body = {
            "resource_id": payment.intent_id,
            "resource_type": "payment_intent",
            "amount": amount,
            "metadata": {**order_marks, "refund": str(reference)},
        }
        refund = cls.objects.create(
            payment=payment,
            reference=reference,
            key_made_at=now,
            request_body=json.dumps(body),
            account=payment.account,
            amount=amount,
            currency=payment.received_currency[:3],
            requested_by=cause,
            created_at=now,
            due_at=now,
        )
        refund._tell(cause=cause, now=now)
        return refund

    @classmethod
    def found(cls, *, payment: "Payment", report: Report, now: datetime) -> Self:
        """One that was made in Fintoc's dashboard, unsaved."""
        return cls(
            payment=payment,
            key_made_at=now,
            account=payment.account,
            amount=report.amount,
            currency=report.currency[:3],
            requested_by="Fintoc's dashboard",
            created_at=now,
            sent_at=now,
        )

    def record(self, report: Report, *, asked: bool, cause: str, now: datetime) -> bool:
        """Merge and store a report. True if it moved. Needs the order's lock.

        Of two different ends the first one stays, until Fintoc, asked, says which it is.
        """
        before = self.status
        self.refund_id = self.refund_id or report.id
        self.raw_status = report.status[:100]
        self.status = refund_status.merged(self.status, report.status)
        if asked and self.is_contradicted_by(report):
            self.status = report.status
        if self.status == report.status:
            self.failure_code = report.failure_code[:100]
        self.due_at = self.next_ask(now)
        if self.status != before:
            self.ended_at = None if self.is_open else now
        self.save()
        if self.status != before:
            self._tell(cause=cause, now=now)
        return self.status != before

    def end_unsent(self, *, status: str, failure_code: str, cause: str, now: datetime) -> None:
        """Fintoc has none and will have none: it was refused, or taken back before the send."""
        self.status, self.failure_code, self.due_at = status, failure_code[:100], None
        self.ended_at = now
        self.save(update_fields=["status", "failure_code", "due_at", "ended_at"])
        self._tell(cause=cause, now=now)

    def note_sending(self, *, now: datetime) -> None:
        """Committed before each send, so that nobody forgets that Fintoc may have it."""
        self.sent_at = now
        self.save(update_fields=["sent_at"])

    def note_fault(self, *, fingerprint: str, key_is_spent: bool, now: datetime) -> None:
        """No clear answer: send the same again later, unless Fintoc repeats a stored failure."""
        is_repeated = bool(fingerprint) and fingerprint == self.last_fault
        self.last_fault = fingerprint
        self.key_is_spent = key_is_spent or is_repeated
        self.due_at = now + min(max(now - self.created_at, FIRST_PAUSE), ASK_EVERY)
        self.save(update_fields=["last_fault", "key_is_spent", "due_at"])

    def renew_key(self, *, now: datetime) -> None:
        """Fintoc's whole list lacks it: what was sent under the old key never took effect."""
        self.idempotency_key, self.key_made_at = uuid.uuid4(), now
        self.key_is_spent, self.last_fault, self.sent_at, self.due_at = False, "", None, now
        self.save()

    def put_off(self, *, until: datetime | None) -> None:
        """Send or ask then; None: never again."""
        self.due_at = until
        self.save(update_fields=["due_at"])

    def next_ask(self, now: datetime) -> datetime | None:
        """Hourly while it is open, up to day ten."""
        return now + ASK_EVERY if self.is_open and now - self.created_at < ASK_UNTIL else None

    def _tell(self, *, cause: str, now: datetime) -> None:
        OrderEvent.add(
            order=self.payment.order,
            payment=self.payment,
            kind=OrderEvent.REFUND,
            value=self.status,
            detail=self.failure_code,
            cause=cause,
            now=now,
        )
