"""Reported: what Fintoc says of a payment, merged so that no order of reports matters."""

from datetime import datetime, timedelta

from django.db import models

from fintoc_client.objects import PaymentIntent
from orders import status
from orders.reasons import Reason, reason_for
from orders.schedule import next_ask

DOUBT_PAUSE = timedelta(minutes=2)  # between questions about something said that differs


class Reported(models.Model):
    """The half of a Payment that only Fintoc's reports set, by `merge`."""

    account = models.CharField(max_length=100)
    amount = models.PositiveBigIntegerField()  # minor units
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField()
    usable_until = models.DateTimeField()  # of the widget token

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

    asked_at = models.DateTimeField(null=True, blank=True)  # when Fintoc last answered us of it
    doubted_at = models.DateTimeField(null=True, blank=True)  # a webhook differed: ask until told
    due_at = models.DateTimeField(null=True, blank=True)  # when to ask next; null: no more

    class Meta:
        abstract = True

    # --- Reading ---

    @property
    def counts(self) -> bool:
        """Whether its money is the money we asked for, or staff took it all the same."""
        if self.accepted_at is not None:
            return True
        reported = (self.reported_amount, self.reported_currency, self.reported_account)
        return reported == (self.amount, self.currency, self.account)

    @property
    def is_disputed(self) -> bool:
        """Whether Fintoc, asked, said other money than ours: only asking again may settle it."""
        return self.reported_amount is not None and not self.counts

    @property
    def reason(self) -> Reason:
        """Why it failed, in words for its shopper."""
        is_rejected = self.status == status.REJECTED
        return reason_for(error_reason=self.error_reason, is_rejected=is_rejected)

    @property
    def can_be_asked_about(self) -> bool:
        """Whether Fintoc may still have news of it."""
        return self.intent_id is not None and self.status in status.UNFINISHED

    @property
    def is_waiting(self) -> bool:
        return self.status in status.WAITING

    @property
    def is_unsuccessful(self) -> bool:
        return self.status in status.UNSUCCESSFUL

    @property
    def has_succeeded(self) -> bool:
        return self.status == status.SUCCEEDED

    def differs_from(self, intent: PaymentIntent, *, account: str) -> bool:
        """Whether a report is about other money than ours."""
        reported = (intent.amount, intent.currency, account)
        return reported != (self.amount, self.currency, self.account)

    # --- Merging ---

    def merge(self, intent: PaymentIntent, *, account: str, asked: bool, now: datetime) -> bool:
        """Take over what a report adds, unsaved. True if it is news: a rise, or a reason."""
        before = (self.status, self.error_reason)
        if not (self.has_succeeded and self.counts):
            # Money that counted stays counted; staff are told if Fintoc later says otherwise.
            self._note_money(intent, account)
        self.intent_id = self.intent_id or intent.id
        self.widget_token = self.widget_token or intent.widget_token
        self.raw_status = intent.status[:100]
        risen = status.merged(self.status, intent.status)
        if risen != self.status:
            self.status = risen
            self.error_reason = ""
        if intent.status == self.status:
            self._fill(intent)
        if asked:
            self.asked_at, self.doubted_at = now, None
        self.due_at = self.next_ask(now)
        return (self.status, self.error_reason) != before

    def _note_money(self, intent: PaymentIntent, account: str) -> None:
        self.reported_amount = intent.amount
        self.reported_currency = intent.currency[:20]
        self.reported_account = account[:100]

    def _fill(self, intent: PaymentIntent) -> None:
        self.error_reason = self.error_reason or intent.error_reason[:100]
        self.bank_operation = self.bank_operation or intent.reference_id[:100]
        self.institution_id = self.institution_id or intent.institution_id[:100]
        self.account_last4 = self.account_last4 or intent.account_last4

    def next_ask(self, now: datetime) -> datetime | None:
        """When to ask Fintoc again: by the schedule, and soon while a webhook's word is doubted."""
        scheduled = next_ask(
            payment_status=self.status,
            created_at=self.created_at,
            usable_until=self.usable_until,
            now=now,
        )
        if self.doubted_at is None:
            return scheduled
        return min(scheduled or now + DOUBT_PAUSE, now + DOUBT_PAUSE)
