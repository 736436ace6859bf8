"""Payment: one attempt to pay an order, at most one payment intent at Fintoc."""

import json
import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from fintoc_client.objects import PaymentIntent
from orders import status
from orders.account import marks
from orders.models.event import OrderEvent
from orders.reasons import Reason, reason_for
from orders.schedule import next_ask

if TYPE_CHECKING:
    from orders.models.order import Order

TOKEN_LIFE = timedelta(minutes=10)  # of a widget token (docs: the payment quickstart, step 3)
STILL_USABLE = timedelta(minutes=2)  # less than this is not worth opening a bank window for
RESEND_WITHIN = timedelta(minutes=8)
RUNNING_FOR = timedelta(minutes=15)


class Payment(models.Model):
    """One attempt. Its row is committed before Fintoc hears of it, and it is watched for good.

    `status` is Fintoc's word and moves only by `record`. What we decided ourselves is in
    `retired_at` (no longer the one to be paid), `refusal` (why Fintoc would not create it) and
    `accepted_at` (staff took it although it differs).
    """

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="payments")
    reference = models.UUIDField(unique=True, default=uuid.uuid4)  # the idempotency key, too
    account = models.CharField(max_length=100)
    amount = models.PositiveBigIntegerField()  # minor units
    currency = models.CharField(max_length=3)
    request_body = models.TextField()  # exactly what was sent, to be sent again
    created_at = models.DateTimeField()
    usable_until = models.DateTimeField()  # of the widget token
    retired_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=100, blank=True)
    last_fault = models.CharField(max_length=64, blank=True)  # fingerprint of a stored non-answer

    intent_id = models.CharField(max_length=255, null=True, blank=True, unique=True)
    widget_token = models.TextField(blank=True)
    status = models.CharField(
        max_length=20,
        default=status.CREATED,
        choices=[(word, word) for word in status.PAYMENT_STATUSES],
    )
    raw_status = models.CharField(max_length=100, blank=True)  # Fintoc's last word, known or not
    error_reason = models.CharField(max_length=100, blank=True)
    bank_operation = models.CharField(max_length=100, blank=True)
    institution_id = models.CharField(max_length=100, blank=True)
    account_last4 = models.CharField(max_length=4, blank=True)
    reported_amount = models.BigIntegerField(null=True, blank=True)
    reported_currency = models.CharField(max_length=20, blank=True)
    reported_account = models.CharField(max_length=100, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)

    due_at = models.DateTimeField(null=True, blank=True)  # when to ask next; null: no more
    attempts = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(retired_at=None), name="one_current_payment"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(status__in=status.PAYMENT_STATUSES), name="payment_status_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="payment_due", condition=Q(due_at__isnull=False))
        ]

    def __str__(self) -> str:
        return f"{self.reference} ({self.status})"

    # --- Reading ---

    @property
    def counts(self) -> bool:
        """Whether its money is the money we asked for, or staff took it all the same."""
        if self.accepted_at is not None:
            return True
        reported = (self.reported_amount, self.reported_currency, self.reported_account)
        return reported == (self.amount, self.currency, self.account)

    @property
    def reason(self) -> Reason:
        """Why it failed, in words for its shopper."""
        is_rejected = self.status == status.REJECTED
        return reason_for(error_reason=self.error_reason, is_rejected=is_rejected)

    @property
    def is_current(self) -> bool:
        return self.retired_at is None

    @property
    def can_be_asked_about(self) -> bool:
        """Whether Fintoc may still have news of it."""
        return self.intent_id is not None and self.status in status.UNFINISHED

    @property
    def is_waiting(self) -> bool:
        return self.status in status.WAITING

    @property
    def has_succeeded(self) -> bool:
        return self.status == status.SUCCEEDED

    def is_usable(self, now: datetime) -> bool:
        """Whether there is time enough left to send a shopper to its page."""
        return self.is_openable(now + STILL_USABLE)

    def is_openable(self, now: datetime) -> bool:
        """Whether its page may open the widget: it is the current one and its token is alive."""
        is_open = self.status in (status.CREATED, status.IN_PROGRESS) and self.counts
        return self.is_current and bool(self.widget_token) and is_open and self.usable_until > now

    def is_unanswered(self, now: datetime) -> bool:
        """Whether Fintoc never answered clearly and the same bytes may be sent again."""
        return self.intent_id is None and now - self.created_at < RESEND_WITHIN

    def may_be_running(self, now: datetime) -> bool:
        """Whether somebody may be paying it this minute, in another tab or a bank's app."""
        return self.status == status.IN_PROGRESS and now - self.created_at < RUNNING_FOR

    def differs_from(self, intent: PaymentIntent, *, account: str) -> bool:
        """Whether a report is about other money than ours."""
        reported = (intent.amount, intent.currency, account)
        return reported != (self.amount, self.currency, self.account)

    # --- Changing ---

    @classmethod
    def open(cls, *, order: "Order", now: datetime) -> Self:
        """Store a new current payment with the body to send. Nothing has been sent yet."""
        reference = uuid.uuid4()
        body = {
            "amount": order.amount,
            "currency": order.currency,
            "customer_email": order.email,
            "metadata": marks(order_number=order.number, payment_reference=reference),
        }
        payment = cls(
            order=order,
            reference=reference,
            account=order.account,
            amount=order.amount,
            currency=order.currency,
            request_body=json.dumps(body),
            created_at=now,
            usable_until=now + TOKEN_LIFE,
        )
        payment.due_at = payment._next_ask(now)
        payment.save()
        return payment

    @classmethod
    def watch(cls, *, order: "Order", now: datetime) -> Self:
        """Store a further payment that Fintoc has and we did not open: never paid by us, watched.

        If it succeeds its money counts; `orders/results.py` says when this happens.
        """
        return cls.objects.create(
            order=order,
            account=order.account,
            amount=order.amount,
            currency=order.currency,
            created_at=now,
            usable_until=now,
            retired_at=now,
        )

    def record(self, intent: PaymentIntent, *, account: str, cause: str, now: datetime) -> bool:
        """Merge what Fintoc reports. Return True if the status rose; nothing ever lowers it."""
        self.raw_status = intent.status[:100]
        risen = status.merged(self.status, intent.status)
        is_risen = risen != self.status
        if is_risen:
            self.status = risen
            self.error_reason = intent.error_reason[:100]
        self._identify(intent, account)
        if intent.status == self.status:
            self._fill(intent)
        self.due_at = self._next_ask(now)
        self.save()
        if is_risen:
            OrderEvent.add(
                order=self.order,
                payment=self,
                kind=OrderEvent.PAYMENT,
                value=self.status,
                detail=self.error_reason,
                cause=cause,
                now=now,
            )
        return is_risen

    def _identify(self, intent: PaymentIntent, account: str) -> None:
        self.intent_id = self.intent_id or intent.id
        self.widget_token = self.widget_token or intent.widget_token
        self.reported_amount = intent.amount
        self.reported_currency = intent.currency[:20]
        self.reported_account = account[:100]

    def _fill(self, intent: PaymentIntent) -> None:
        self.error_reason = self.error_reason or intent.error_reason[:100]
        self.bank_operation = self.bank_operation or intent.reference_id[:100]
        self.institution_id = self.institution_id or intent.institution_id[:100]
        self.account_last4 = self.account_last4 or intent.account_last4

    def _next_ask(self, now: datetime) -> datetime | None:
        return next_ask(
            payment_status=self.status,
            created_at=self.created_at,
            usable_until=self.usable_until,
            now=now,
        )

    def ask_now(self, *, now: datetime) -> None:
        """Queue a refresh: something was said of it that only Fintoc, asked, may confirm."""
        self.due_at = now
        self.save(update_fields=["due_at"])

    def ask_later(self, *, now: datetime) -> None:
        """Fintoc could not be asked: keep to the schedule."""
        self.due_at = self._next_ask(now)
        self.save(update_fields=["due_at"])

    def retire(self, *, now: datetime) -> None:
        """It is no longer the one to be paid. It is still watched, and its success counts."""
        self.retired_at = self.retired_at or now
        self.save(update_fields=["retired_at"])

    def give_up_asking(self, *, now: datetime) -> None:
        """Fintoc does not know it: nobody can pay it, and there is nothing more to learn."""
        self.due_at = None
        self.save(update_fields=["due_at"])
        self.retire(now=now)

    def refuse(self, *, reason: str, now: datetime) -> None:
        """Fintoc definitely did not create it."""
        self.refusal = reason[:100] or "refused"
        self.retired_at = self.retired_at or now
        self.due_at = None
        self.save(update_fields=["refusal", "retired_at", "due_at"])

    def note_fault(self, *, fingerprint: str) -> bool:
        """Remember a non-answer; True if it is the stored one again, so that the key is stuck."""
        is_stuck = bool(fingerprint) and fingerprint == self.last_fault
        self.last_fault = fingerprint
        self.save(update_fields=["last_fault"])
        return is_stuck
