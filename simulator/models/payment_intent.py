"""One payment: what was asked for, who pays it, and how far it has come."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F

from simulator import alarm
from simulator.example_accounts import paying_account
from simulator.identifiers import new_bank_reference, new_intent_id, new_token_secret
from simulator.models.scheduled_move import ScheduledMove

# Fintoc docs: /docs/quickstart-1. Ten real minutes, whatever `--speed` is.
TOKEN_LIFE = timedelta(minutes=10)


class Status(models.TextChoices):
    """Fintoc docs: /reference-link/payment-intents-object."""

    CREATED = "created"
    IN_PROGRESS = "in_progress"
    REQUIRES_ACTION = "requires_action"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    REJECTED = "rejected"
    EXPIRED = "expired"


FINAL = frozenset({Status.SUCCEEDED, Status.FAILED, Status.REJECTED, Status.EXPIRED})
PARKED = frozenset({Status.PENDING, Status.REQUIRES_ACTION})
EXECUTED = frozenset({Status.SUCCEEDED, Status.PENDING})  # the bank has taken the order


class PaymentIntent(models.Model):
    """Ids and tokens are random; `metadata` comes back exactly as it came."""

    Status = Status

    session = models.ForeignKey(
        "simulator.CheckoutSession", on_delete=models.CASCADE, related_name="intents", null=True
    )
    fintoc_id = models.CharField(max_length=40, unique=True, default=new_intent_id)
    token_secret = models.CharField(max_length=40, default=new_token_secret)
    amount = models.PositiveBigIntegerField()  # smallest unit of the currency
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.CREATED)
    payment_type = models.CharField(max_length=20, default="bank_transfer")
    payment_method = models.CharField(max_length=80, blank=True)  # a saved one, in /v2
    error_reason = models.CharField(max_length=64, blank=True)
    customer_email = models.CharField(max_length=254, blank=True)
    metadata = models.JSONField(default=dict)
    business_profile = models.JSONField(null=True)
    recipient_account = models.JSONField()
    sender_account = models.JSONField(null=True)
    holder_id = models.CharField(max_length=40, blank=True)  # who logged in to the widget
    institution_id = models.CharField(max_length=60, blank=True)  # and at which bank
    reference_id = models.CharField(max_length=40, blank=True)
    transaction_date = models.DateTimeField(null=True)
    account_chosen_at = models.DateTimeField(null=True)  # from here on the token may die in peace
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="amount_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.fintoc_id} {self.status}"

    @classmethod
    def open(cls, *, created_at: datetime, **fields: Any) -> "PaymentIntent":
        """A new intent, which expires with its widget token unless a shopper gets past the widget.

        Fintoc says that the token dies, not that the intent does: a switch. One that belongs to a
        checkout session expires with that.
        """
        with transaction.atomic(savepoint=False):
            intent = cls.objects.create(created_at=created_at, **fields)
            if intent.is_for_the_widget:
                ScheduledMove.plan(intent=intent, outcome="expire", due_at=intent.token_dies_at)
        return intent

    def log_in(self, *, holder_id: str, institution_id: str) -> None:
        """The shopper is at the bank. Guess: this is when Fintoc says `in_progress`."""
        self.status = Status.IN_PROGRESS
        self.holder_id = holder_id
        self.institution_id = institution_id
        self.save(update_fields=["status", "holder_id", "institution_id"])

    def choose_account(self, *, sender_account: dict[str, str], at: datetime) -> None:
        """The shopper is past the widget: from here on only the bank decides."""
        self.sender_account = sender_account
        self.account_chosen_at = at
        self.save(update_fields=["sender_account", "account_chosen_at"])

    def take(self, *, status: str, reason: str, at: datetime) -> None:
        """Take a new status, and with it what the bank would know by then."""
        self.status = status
        self.error_reason = reason
        if status in EXECUTED:
            self.reference_id = self.reference_id or new_bank_reference()
            self.transaction_date = self.transaction_date or at
            self.sender_account = self.sender_account or paying_account(self.currency)
        self.save()

    def change_money(self, *, amount: int | None, currency: str) -> None:
        """What came is not what was asked for."""
        self.amount = amount or self.amount
        self.currency = currency or self.currency
        self.save(update_fields=["amount", "currency"])

    def forget_plans(self) -> None:
        """Nothing happens to this intent by itself any more."""
        self.scheduled_moves.all().delete()

    def grow_older(self, *, seconds: int) -> None:
        """Everything about this intent happened, and will happen, that much earlier."""
        self.created_at -= timedelta(seconds=seconds)
        self.save(update_fields=["created_at"])
        self.scheduled_moves.update(due_at=F("due_at") - timedelta(seconds=seconds))
        alarm.ring_after_commit()

    @property
    def widget_token(self) -> str:
        """Fintoc docs: /docs/quickstart-1 (the shape `pi_…_sec_…`)."""
        return f"{self.fintoc_id}_sec_{self.token_secret}"

    @property
    def token_dies_at(self) -> datetime:
        """Ten minutes old; on a session's page, with the session."""
        if self.session is not None:
            return self.session.expires_at
        return self.created_at + TOKEN_LIFE

    @property
    def is_for_the_widget(self) -> bool:
        """Whether a token opens it, and not a session's page or a saved payment method."""
        return self.session_id is None and not self.payment_method

    @property
    def is_parked(self) -> bool:
        """Whether it waits for the bank, or for somebody's approval."""
        return self.status in PARKED

    @property
    def is_final(self) -> bool:
        return self.status in FINAL
