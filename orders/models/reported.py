"""Reported: what Fintoc says of a payment, merged so that no order of reports matters."""

from datetime import datetime, timedelta

from django.db import models

from fintoc_client.objects import CheckoutSession, PaymentIntent
from orders import status
from orders.models.hosted import EXPIRED, FINISHED, Hosted
from orders.reasons import Reason, reason_for
from orders.schedule import next_ask

DOUBT_PAUSE = timedelta(minutes=2)  # between questions about something said that differs
# docs: .../dealing-with-payment-exceptions
UNRESOLVED_FINAL_STATUS = "unresolved_final_status"
SECOND_LOOK = timedelta(seconds=60)  # before a final status that Fintoc takes back is believed of


class Reported(Hosted):
    """The half of a Payment that only Fintoc's reports set, by `merge` and `merge_session`.

    `ruling` is staff's own word on it, where the bank's is missing or cannot be right: `paid` with
    proof, `unpaid`, or `refund`, money that came in and goes back without paying anything.
    """

    PAID, UNPAID, REFUND = "paid", "unpaid", "refund"
    RULINGS = (PAID, UNPAID, REFUND)

    account = models.CharField(max_length=100)
    amount = models.PositiveBigIntegerField()  # minor units
    currency = models.CharField(max_length=3)
    created_at = models.DateTimeField()
    usable_until = models.DateTimeField()  # of the widget token, or of the session
    begun_at = models.DateTimeField(null=True, blank=True)  # when Fintoc made its intent

    intent_id = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001 (unique)
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
    ruling = models.CharField(max_length=10, blank=True, choices=[(word, word) for word in RULINGS])

    asked_at = models.DateTimeField(null=True, blank=True)  # when Fintoc last answered us of it
    doubted_at = models.DateTimeField(null=True, blank=True)  # a webhook differed: ask until told
    contradicted_at = models.DateTimeField(null=True, blank=True)  # asked, it took a final back
    due_at = models.DateTimeField(null=True, blank=True)  # when to ask next; null: no more

    is_contradicted = False  # by the report just merged: Fintoc, asked twice, took a final back
    risen_from: str | None = None  # its status before the report just merged

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
        return reason_for(error_reason=self.error_reason, outcome=self.status)

    @property
    def can_be_asked_about(self) -> bool:
        """Whether Fintoc may still have news of it."""
        return self.has_open_session or (self.is_known and self.status in status.UNFINISHED)

    @property
    def is_known(self) -> bool:
        """Whether there is anything at Fintoc to ask about."""
        return self.intent_id is not None or self.session_id is not None

    @property
    def leads_on(self) -> bool:
        """Whether Fintoc gave us a way to the bank: a token for the window, or a page."""
        return bool(self.widget_token or self.redirect_url)

    @property
    def is_waiting(self) -> bool:
        return self.status in status.WAITING

    @property
    def may_have_waited(self) -> bool:
        """Whether it was at the bank, or may have been, before the report just merged."""
        return self.risen_from not in (status.CREATED, status.IN_PROGRESS)

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
        may_be_money = self.status in status.UNFINISHED or self.has_succeeded
        return not may_be_money and not self.is_unresolved

    @property
    def has_succeeded(self) -> bool:
        return self.status == status.SUCCEEDED

    @property
    def is_money(self) -> bool:
        """Whether it brought the money we asked for."""
        is_told = self.has_succeeded and self.counts and not self.is_set_aside
        return is_told or self.ruling == self.PAID

    @property
    def is_set_aside(self) -> bool:
        """Whether staff ruled that it pays nothing, whatever was said of it."""
        return self.ruling in (self.UNPAID, self.REFUND)

    @property
    def is_to_go_back(self) -> bool:
        """Whether staff ruled that its money goes back, wherever it is."""
        return self.ruling == self.REFUND

    @property
    def brought_money(self) -> bool:
        """Whether there is money of it that could go back."""
        return self.has_succeeded or self.ruling in (self.PAID, self.REFUND)

    @property
    def is_unresolved(self) -> bool:
        """Whether Fintoc gave up finding out how it ended, so that money may have moved."""
        return self.error_reason == UNRESOLVED_FINAL_STATUS

    @property
    def is_given_up(self) -> bool:
        """Whether the bank never said how it ended, in all the time we asked."""
        return self.is_waiting and self.due_at is None

    def agrees_with(self, intent: PaymentIntent) -> bool:
        """Whether a report says once more how it ended."""
        return intent.status == self.status and self.status not in status.UNFINISHED

    def differs_from(self, report: PaymentIntent | CheckoutSession, *, account: str) -> bool:
        """Whether a report is about other money than ours."""
        reported = (report.amount, report.currency, account)
        return reported != (self.amount, self.currency, self.account)

    # --- Merging ---

    def merge(self, intent: PaymentIntent, *, account: str, asked: bool, now: datetime) -> bool:
        """Take over what a report adds, unsaved. True if it is news: a rise, or a reason."""
        before = (self.status, self.error_reason, self.ruling)
        self.risen_from = self.status
        if not self.is_money:
            # Money that counted stays counted; staff are told if Fintoc later says otherwise.
            self._note_money(intent, account)
        self.take_intent(intent, now=now)
        self.widget_token = self.widget_token or intent.widget_token
        self.raw_status = intent.status[:100]
        risen = status.merged(self.status, intent.status)
        has_risen = risen != self.status
        if has_risen:
            self.status, self.error_reason = risen, ""
        if has_risen or asked:  # an old report sent again is no news for staff
            self._overrule(intent)
        if intent.status == self.status:
            self._fill(intent)
        if asked:
            self.asked_at, self.doubted_at = now, None
            self._note_contradiction(intent.status, now)
        self.due_at = self.next_ask(now)
        return (self.status, self.error_reason, self.ruling) != before

    def take_intent(self, intent: PaymentIntent, *, now: datetime) -> None:
        """The first intent heard of is this payment's, unsaved. A session's is made when its
        shopper begins to pay, which may be long after the session."""
        if self.intent_id is None:
            self.intent_id = intent.id
            self.begun_at = min(intent.created_at or now, now)

    def merge_session(
        self, session: CheckoutSession, *, account: str, asked: bool, now: datetime
    ) -> bool:
        """Take over what a session says of itself, unsaved; its intent is merged apart. True if it
        is news: it expired, and nobody had begun to pay."""
        before = self.status
        is_made = self.session_id is None  # by this very answer: nobody was on its page yet
        self._follow_session(session, asked=asked)
        has_no_intent = session.intent is None and self.intent_id is None
        if asked:
            self.usable_until = session.expires_at or self.usable_until
        if asked and has_no_intent:
            self.asked_at = self.asked_at if is_made else now
            self._note_money(session, account)
        if has_no_intent and self.session_status == EXPIRED:
            self.status = status.merged(self.status, status.EXPIRED)
        self.due_at = self.next_ask(now)
        if has_no_intent and self.session_status == FINISHED and not asked:
            self.due_at = now  # with what intent? Finished does not mean paid
        return self.status != before

    def _note_money(self, report: PaymentIntent | CheckoutSession, account: str) -> None:
        self.reported_amount = report.amount
        self.reported_currency = report.currency[:20]
        self.reported_account = account[:100]

    def _overrule(self, intent: PaymentIntent) -> None:
        """Money wins over staff who took it for unpaid, too."""
        if intent.status == status.SUCCEEDED and self.ruling == self.UNPAID:
            self.ruling = ""

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
        is_over = self.status not in status.UNFINISHED
        scheduled = next_ask(
            # One that failed may be paid all the same, while its page takes another attempt.
            payment_status=status.CREATED if is_over and self.has_open_session else self.status,
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
