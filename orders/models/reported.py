"""Reported: what Fintoc says of a payment, merged so that no order of reports matters."""

from datetime import datetime, timedelta

from django.db import models

from fintoc_client.objects import PaymentIntent
from orders import status
from orders.reasons import Reason, reason_for
from orders.schedule import next_ask

DOUBT_PAUSE = timedelta(minutes=2)  # between questions about something said that differs
# docs: .../dealing-with-payment-exceptions
UNRESOLVED_FINAL_STATUS = "unresolved_final_status"
SECOND_LOOK = timedelta(seconds=60)  # before a final status that Fintoc takes back is believed of


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
    contradicted_at = models.DateTimeField(null=True, blank=True)  # asked, it took a final back
    due_at = models.DateTimeField(null=True, blank=True)  # when to ask next; null: no more

    is_contradicted = False  # by the report just merged: Fintoc, asked twice, took a final back

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
    def is_to_be_repeated(self) -> bool:
        """Whether it came to nothing, and paying again is the thing to do."""
        has_ended = self.is_unsuccessful or self.status == status.EXPIRED
        return has_ended and not self.is_unresolved and self.reason.action is not None

    @property
    def is_known_unpaid(self) -> bool:
        """Whether it ended, and took nothing for sure."""
        return self.status not in status.UNFINISHED and not (
            self.has_succeeded or self.is_unresolved
        )

    @property
    def has_succeeded(self) -> bool:
        return self.status == status.SUCCEEDED

    @property
    def is_money(self) -> bool:
        """Whether it brought the money we asked for."""
        return self.has_succeeded and self.counts

    @property
    def is_unresolved(self) -> bool:
        """Whether Fintoc gave up finding out how it ended, so that money may have moved."""
        return self.error_reason == UNRESOLVED_FINAL_STATUS

    @property
    def is_given_up(self) -> bool:
        """Whether the bank never said how it ended, in all the time we asked."""
        return self.is_waiting and self.due_at is None

    def differs_from(self, intent: PaymentIntent, *, account: str) -> bool:
        """Whether a report is about other money than ours."""
        reported = (intent.amount, intent.currency, account)
        return reported != (self.amount, self.currency, self.account)

    # --- Merging ---

    def merge(self, intent: PaymentIntent, *, account: str, asked: bool, now: datetime) -> bool:
        """Take over what a report adds, unsaved. True if it is news: a rise, or a reason."""
        before = (self.status, self.error_reason)
        if not self.is_money:
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
            self._note_contradiction(intent.status, now)
        self.due_at = self.next_ask(now)
        return (self.status, self.error_reason) != before

    def _note_money(self, intent: PaymentIntent, account: str) -> None:
        self.reported_amount = intent.amount
        self.reported_currency = intent.currency[:20]
        self.reported_account = account[:100]

    def _note_contradiction(self, reported: str, now: datetime) -> None:
        """Two answers, a minute apart, are needed: one may have been on its way for long."""
        first_at = self.contradicted_at
        if not status.takes_back(self.status, reported):
            self.contradicted_at = None
        elif first_at is None:
            self.contradicted_at = now
        elif now - first_at >= SECOND_LOOK:
            self.is_contradicted, self.contradicted_at = True, None

    def _fill(self, intent: PaymentIntent) -> None:
        self.error_reason = self.error_reason or intent.error_reason[:100]
        self.bank_operation = self.bank_operation or intent.reference_id[:100]
        self.institution_id = self.institution_id or intent.institution_id[:100]
        self.account_last4 = self.account_last4 or intent.account_last4

    def next_ask(self, now: datetime) -> datetime | None:
        """When to ask Fintoc again: by the schedule, and soon while somebody's word is doubted."""
        scheduled = next_ask(
            payment_status=self.status,
            created_at=self.created_at,
            usable_until=self.usable_until,
            now=now,
        )
        soon = []
        if self.doubted_at is not None:
            soon.append(now + DOUBT_PAUSE)
        if self.contradicted_at is not None:
            second_look = self.contradicted_at + SECOND_LOOK
            soon.append(second_look if second_look > now else now + DOUBT_PAUSE)
        return min([*soon, scheduled] if scheduled else soon, default=None)
