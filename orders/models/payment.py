"""Payment: one attempt to pay an order, at most one payment intent at Fintoc."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

import statements
from fintoc_client.objects import CheckoutSession, PaymentIntent
from orders import status
from orders.account import marks
from orders.models.event import OrderEvent
from orders.models.hosted import REDIRECT, SESSION_LIFE, WIDGET, session_request
from orders.models.ruled import Ruled

if TYPE_CHECKING:
    from orders.models.order import Order

TOKEN_LIFE = timedelta(minutes=10)  # of a widget token (docs: the payment quickstart, step 3)
STILL_USABLE = timedelta(minutes=2)  # less than this is not worth opening a bank window for
RESEND_WITHIN = timedelta(minutes=8)
RUNNING_FOR = timedelta(minutes=15)
# Those in `status.WAITING`, as their index has it: SQLite takes one only where it is said so.
IS_AT_THE_BANK = Q(status=status.PENDING) | Q(status=status.REQUIRES_ACTION)


class Payment(Ruled):
    """One attempt. Its row is committed before Fintoc hears of it, and it is watched for good.

    What Fintoc reports is in `Reported`. What we decided ourselves is here: `retired_at` (no longer
    the one to be paid) and `refusal` (why Fintoc would not create it).
    """

    order = models.ForeignKey("orders.Order", on_delete=models.PROTECT, related_name="payments")
    reference = models.UUIDField(unique=True, default=uuid.uuid4)  # the idempotency key, too
    request_body = models.TextField(blank=True)  # exactly what was sent, to be sent again
    retired_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=100, blank=True)
    last_fault = models.CharField(max_length=64, blank=True)  # fingerprint of a stored non-answer
    attempts = models.PositiveIntegerField(default=0)  # of the worker, to ask

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["intent_id"], name="one_payment_per_intent"),
            models.UniqueConstraint(fields=["session_id"], name="one_payment_per_session"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(retired_at=None), name="one_current_payment"
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(fulfilled_at__isnull=False),
                name="one_payment_pays_an_order",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(status__in=status.PAYMENT_STATUSES), name="payment_status_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="payment_due", condition=Q(due_at__isnull=False)),
            models.Index(
                fields=["account", "fulfilled_at"],
                name="payment_sales",
                condition=Q(fulfilled_at__isnull=False),
            ),
            models.Index(
                fields=["created_at"], name="payment_at_the_bank", condition=IS_AT_THE_BANK
            ),
            models.Index(fields=["bank_operation"], name="payment_by_operation"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} ({self.status})"

    # --- Reading ---

    @property
    def is_current(self) -> bool:
        return self.retired_at is None

    @property
    def is_attempt(self) -> bool:
        """Whether it says how its order stands: not if Fintoc never made it, nor if it is one that
        we did not open and only heard doubtful things of."""
        return not self.refusal and bool(self.request_body or self.raw_status)

    @property
    def has_paid(self) -> bool:
        """Whether it is the one that paid its order."""
        return self.fulfilled_at is not None

    @property
    def is_duplicate(self) -> bool:
        """Whether it brought the order's money once more."""
        return self.is_money and self.fulfilled_at is None

    def is_usable(self, now: datetime) -> bool:
        """Whether there is time enough left to send a shopper to its page."""
        return self.is_openable(now + STILL_USABLE)

    def is_openable(self, now: datetime) -> bool:
        """Whether its page may lead to the bank: it is the current one and there is time left.

        Fintoc's page may take another attempt after one that failed; a second page beside it
        could then be paid as well.
        """
        is_open = self.status in (status.CREATED, status.IN_PROGRESS)
        takes_another = self.is_unsuccessful and self.has_open_session
        may_lead_on = self.is_current and self.leads_on and (is_open or takes_another)
        return may_lead_on and self.counts and self.usable_until > now

    def is_unanswered(self, now: datetime) -> bool:
        """Whether Fintoc never answered clearly and the same bytes may be sent again."""
        return not self.is_known and now - self.created_at < RESEND_WITHIN

    def may_be_running(self, now: datetime, within: timedelta = RUNNING_FOR) -> bool:
        """Whether somebody may be paying it this minute, in another tab or a bank's app."""
        began_at = self.begun_at or self.created_at
        return self.status == status.IN_PROGRESS and now - began_at < within

    @property
    def free_at(self) -> datetime:
        """When nobody is thought to be paying it any more, and another may be opened beside it."""
        return (self.begun_at or self.created_at) + RUNNING_FOR

    def is_worth_waiting_for(self, now: datetime) -> bool:
        """Whether its shopper, back from the bank, may have paid it. Not without end: whoever left
        without paying has to be able to pay after all."""
        is_early = now < max(self.usable_until, self.created_at + RUNNING_FOR)
        return is_early and self.can_be_asked_about

    @property
    def is_lost(self) -> bool:
        """Whether Fintoc may have it, and its answer never reached us."""
        return not self.is_known and bool(self.request_body) and not self.refusal

    # --- Changing ---

    @classmethod
    def open(cls, *, order: "Order", now: datetime) -> Self:
        """Store a new current payment with its intent's body; not sent. Raises AmountsDisagree."""
        payment = cls._for(order, flow=WIDGET, usable_until=now + TOKEN_LIFE, now=now)
        return payment._stored({}, now=now)

    @classmethod
    def open_hosted(cls, *, order: "Order", now: datetime) -> Self:
        """The same with the body of a checkout session, whose intents Fintoc makes."""
        payment = cls._for(order, flow=REDIRECT, usable_until=now + SESSION_LIFE, now=now)
        return payment._stored(session_request(payment), now=now)

    @classmethod
    def _for(cls, order: "Order", *, now: datetime, **fields: Any) -> Self:
        return cls(
            order=order,
            account=order.account,
            amount=order.amount,
            currency=order.currency,
            created_at=now,
            **fields,
        )

    def _stored(self, further: Mapping[str, Any], *, now: datetime) -> Self:
        self.order.check_amount()
        body = {
            "amount": self.amount,
            "currency": self.currency,
            "customer_email": self.order.email,
            **further,
            "metadata": marks(order_number=self.order.number, payment_reference=self.reference),
        }
        self.request_body = json.dumps(body)
        self.due_at = self.next_ask(now)
        self.save()
        return self

    @classmethod
    def watch(cls, *, order: "Order", now: datetime) -> Self:
        """A further payment that Fintoc has and we did not open, unsaved: watched, never offered.

        If it succeeds its money counts; `orders/results.py` says when this happens.
        """
        return cls._for(order, usable_until=now, retired_at=now, now=now)

    def record(
        self, intent: PaymentIntent, *, account: str, asked: bool, cause: str, now: datetime
    ) -> bool:
        """Merge and store a report. True if it is news, for the caller to tell in the timeline.

        Needs the order's lock.
        """
        before = vars(self).copy()
        is_news = self.merge(intent, account=account, asked=asked, now=now)
        self._pay_if_money(now)
        self._keep_changes(before)
        return is_news

    def record_session(
        self, session: CheckoutSession, *, account: str, asked: bool, cause: str, now: datetime
    ) -> bool:
        """Merge and store what a session says of itself; its intent comes after. As `record`."""
        before = vars(self).copy()
        is_news = self.merge_session(session, account=account, asked=asked, now=now)
        self._keep_changes(before)
        return is_news

    def _keep_changes(self, before: Mapping[str, Any]) -> None:
        if self._state.adding:
            self.save()
        else:
            statements.update_changed(self, since=before)

    def line(self, *, cause: str, now: datetime) -> OrderEvent:
        """Its line in the timeline, unsaved: what became of it."""
        return OrderEvent(
            order=self.order,
            payment=self,
            kind=OrderEvent.PAYMENT,
            value=self.status,
            detail=self.error_reason,
            cause=cause,
            created_at=now,
        )

    def doubt(self, intent: PaymentIntent, *, now: datetime) -> None:
        """Something was said of it that only Fintoc, asked, may confirm: ask until it answers."""
        self.take_intent(intent, now=now)
        self.doubted_at = self.due_at = now
        self.save()

    def ask_later(self, *, now: datetime) -> None:
        """Fintoc could not be asked: keep to the schedule. Needs the order's lock."""
        self.put_off(until=self.next_ask(now))

    def put_off(self, *, until: datetime | None) -> None:
        """Ask about it then; None: never again."""
        self.due_at = until
        statements.update(self, "due_at")

    def retire(self, *, now: datetime) -> None:
        """It is no longer the one to be paid. It is still watched, and its success counts."""
        self.retired_at = self.retired_at or now
        statements.update(self, "retired_at")

    def give_up_asking(self, *, now: datetime) -> None:
        """Fintoc does not know it: nobody can pay it, and there is nothing more to learn."""
        self.due_at = self.doubted_at = None
        self.retired_at = self.retired_at or now
        statements.update(self, "due_at", "doubted_at", "retired_at")

    def refuse(self, *, reason: str, now: datetime) -> None:
        """Fintoc definitely did not create it."""
        self.refusal = reason[:100] or "refused"
        self.retired_at = self.retired_at or now
        self.due_at = None
        statements.update(self, "refusal", "retired_at", "due_at")

    def note_fault(self, *, fingerprint: str) -> bool:
        """Remember a non-answer; True if it is the stored one again, so that the key is stuck."""
        is_stuck = bool(fingerprint) and fingerprint == self.last_fault
        self.last_fault = fingerprint
        statements.update(self, "last_fault")
        return is_stuck
