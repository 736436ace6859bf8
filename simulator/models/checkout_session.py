"""A checkout session: what is to be paid on the page that Fintoc hosts, and how far it has come."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import QuerySet

from simulator import alarm
from simulator.identifiers import new_session_id, new_token_secret
from simulator.models.payment_intent import PaymentIntent

# Fintoc docs: /api/payments-api/checkout-sessions/checkout-session-object (its sample lives a day).
LIFE = timedelta(hours=24)


class SessionStatus(models.TextChoices):
    """Fintoc docs: /api/payments-api/checkout-sessions/checkout-session-object."""

    CREATED = "created"
    IN_PROGRESS = "in_progress"
    FINISHED = "finished"
    EXPIRED = "expired"


OPEN = (SessionStatus.CREATED, SessionStatus.IN_PROGRESS)


class CheckoutSession(models.Model):
    """Names are stored as 2026-02-01 has them; `resources` writes older ones."""

    Status = SessionStatus

    fintoc_id = models.CharField(max_length=40, unique=True, default=new_session_id)
    token_secret = models.CharField(max_length=40, default=new_token_secret)
    amount = models.PositiveBigIntegerField()  # smallest unit of the currency
    currency = models.CharField(max_length=3)
    status = models.CharField(
        max_length=20, choices=SessionStatus.choices, default=SessionStatus.CREATED
    )
    customer_email = models.CharField(max_length=254, blank=True)
    customer = models.JSONField(null=True)
    metadata = models.JSONField(default=dict)
    business_profile = models.JSONField(null=True)
    line_items = models.JSONField(default=list)
    payment_method_types = models.JSONField(default=list)
    payment_method_options = models.JSONField(default=dict)
    success_url = models.CharField(max_length=500, blank=True)
    cancel_url = models.CharField(max_length=500, blank=True)
    redirect_url = models.CharField(max_length=500, blank=True)  # empty: embedded in a page
    expires_at = models.DateTimeField(db_index=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.fintoc_id} {self.status}"

    @classmethod
    def open(
        cls, *, created_at: datetime, expires_at: datetime | None, page: str, **fields: Any
    ) -> "CheckoutSession":
        """A new session. `page` is where sessions are hosted; one without return addresses has a
        token for the widget instead."""
        session = cls(created_at=created_at, expires_at=expires_at or created_at + LIFE, **fields)
        if session.success_url:
            session.redirect_url = f"{page}{session.fintoc_id}"
        session.save()
        alarm.ring_after_commit(due_at=session.expires_at)
        return session

    @classmethod
    def due(cls, now: datetime) -> "QuerySet[CheckoutSession]":
        """Those that nobody finished in time."""
        return cls.waiting().filter(expires_at__lte=now).order_by("expires_at", "pk")

    @classmethod
    def waiting(cls) -> "QuerySet[CheckoutSession]":
        """Those whose time is running."""
        return cls.objects.filter(status__in=OPEN)

    def take(self, *, status: str) -> None:
        """Move on. Which moves there are is in `simulator/sessions.py`."""
        self.status = status
        self.save(update_fields=["status"])

    def grow_older(self, *, seconds: int) -> None:
        """It was made, and will expire, that much earlier; and all about its payments."""
        earlier = timedelta(seconds=seconds)
        self.created_at, self.expires_at = self.created_at - earlier, self.expires_at - earlier
        self.save(update_fields=["created_at", "expires_at"])
        for intent in self.intents.all():
            intent.grow_older(seconds=seconds)
        alarm.ring_after_commit()

    def newest_intent(self) -> PaymentIntent | None:
        """The attempt that counts, if the shopper has begun to pay."""
        return self.intents.order_by("-pk").first()

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def session_token(self) -> str | None:
        """For the widget, when there is no page to go to."""
        return None if self.redirect_url else f"{self.fintoc_id}_sec_{self.token_secret}"
