"""Alert: something only the shop's staff can decide."""

from datetime import datetime
from typing import TYPE_CHECKING, Optional, Self

from django.db import models, transaction
from django.db.models import Q

from orders import mail_kinds
from orders.alert_words import ALERT_WORDS, AlertWords, words_of_unsent
from orders.models.event import OrderEvent
from orders.models.outbox import Outbox
from orders.remarks import worded
from orders.text import storable

if TYPE_CHECKING:
    from orders.models.order import Order
    from orders.models.payment import Payment


DETAIL_LIMIT = 10_000  # characters


class AlertQuerySet(models.QuerySet["Alert"]):
    def open(self) -> Self:
        return self.filter(resolved_at=None)

    def blocking(self) -> Self:
        """Those that keep an order from being prepared and from being paid again."""
        return self.filter(kind__in=Alert.BLOCKING)

    def unresolved(self) -> Self:
        """Those that ask whether money moved that nobody could find out about."""
        return self.filter(kind=Alert.UNRESOLVED)

    def requests(self) -> Self:
        """Those in which a shopper asks for something."""
        return self.filter(kind=Alert.REQUEST)


class Alert(models.Model):
    """Raised once per (kind, subject) until staff resolve it."""

    MISMATCH = "mismatch"  # Fintoc, asked, says another amount, currency or mode
    DUPLICATE_PAYMENT = "duplicate_payment"  # a second success that counts
    PAID_AFTER_CANCEL = "paid_after_cancel"  # a success after cancellation, or without stock
    CONTRADICTION = "contradiction"  # Fintoc, asked twice, took a final status back
    UNRESOLVED = "unresolved"  # nobody could find out how it ended; money may have moved
    ORPHAN = "orphan"  # our mark on it, and no such payment here after a day
    MISSING = "missing"  # Fintoc does not know a payment intent that it gave us
    QUARANTINED = "quarantined"  # a webhook rightly signed, and unusable
    REFUND_FAILED = "refund_failed"  # the money did not reach the shopper
    REFUND_CONFLICT = "refund_conflict"  # Fintoc reported two different ends of one refund
    MAIL_PARKED = "mail_parked"  # a mail could not be sent for a day
    SHOP_SIDE = "shop_side"  # Fintoc refuses the shop itself
    CLOCK = "clock"  # subject of the one that is about the machine's clock
    REQUEST = "request"  # a shopper asks for a refund or withdraws
    KINDS = (
        MISMATCH,
        DUPLICATE_PAYMENT,
        PAID_AFTER_CANCEL,
        CONTRADICTION,
        UNRESOLVED,
        ORPHAN,
        MISSING,
        QUARANTINED,
        REFUND_FAILED,
        REFUND_CONFLICT,
        MAIL_PARKED,
        SHOP_SIDE,
        REQUEST,
    )
    BLOCKING = (MISMATCH, PAID_AFTER_CANCEL, CONTRADICTION, UNRESOLVED)

    kind = models.CharField(max_length=30, choices=[(kind, kind) for kind in KINDS])
    subject = models.CharField(max_length=300)  # what it is about, as text that stays
    detail = models.TextField(blank=True)
    order = models.ForeignKey(
        "orders.Order", on_delete=models.CASCADE, null=True, blank=True, related_name="alerts"
    )
    payment = models.ForeignKey("orders.Payment", on_delete=models.CASCADE, null=True, blank=True)
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    decision = models.TextField(blank=True)
    decided_by = models.CharField(max_length=300, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(resolved_at=None),
                name="alert_once_while_open",
            )
        ]
        indexes = [models.Index(fields=["order"], name="alert_open", condition=Q(resolved_at=None))]

    def __str__(self) -> str:
        return f"{self.kind}: {self.subject}"

    @classmethod
    def raise_once(
        cls,
        *,
        kind: str,
        subject: str,
        now: datetime,
        detail: str = "",
        order: Optional["Order"] = None,
        payment: Optional["Payment"] = None,
    ) -> None:
        """Ask staff to decide, by mail too, unless the same question is already open."""
        with transaction.atomic():
            alert, is_new = cls.objects.get_or_create(
                kind=kind,
                subject=subject,
                resolved_at=None,
                defaults={
                    "detail": storable(detail, 2000),
                    "order": order,
                    "payment": payment,
                    "created_at": now,
                },
            )
            if is_new:
                Outbox.enqueue(
                    {f"{mail_kinds.ALERT}:{alert.pk}": mail_kinds.ALERT},
                    order=order,
                    alert=alert,
                    due_at=now,
                    now=now,
                )

    @property
    def is_blocking(self) -> bool:
        """Whether its order waits for the decision."""
        return self.kind in self.BLOCKING

    @property
    def is_request(self) -> bool:
        """Whether a shopper waits for an answer."""
        return self.kind == self.REQUEST

    @property
    def words(self) -> AlertWords:
        """What it says to the merchant."""
        if self.kind == self.MAIL_PARKED:
            return words_of_unsent(self.subject)
        return ALERT_WORDS[self.CLOCK if self.subject == self.CLOCK else self.kind]

    @property
    def remark(self) -> str:
        """Its detail as it is read: what a shopper asks for in their own words."""
        return self.detail if self.is_request else worded(self.detail)

    @property
    def payment_meant(self) -> "Payment | None":
        """Whose money a decision may give back: a shopper means the one that paid their order."""
        return self.payment or (self.order.paid_by if self.order else None)

    @property
    def answer(self) -> str:
        """What was decided without the word for it: the reason, or what the shopper is told."""
        return self.decision.partition(": ")[2]

    @property
    def choice(self) -> str:
        """The word for what was decided."""
        return self.decision.partition(": ")[0]

    @property
    def is_decided_to_refund(self) -> bool:
        return self.choice == "refund"

    def attach(self, order: "Order") -> None:
        """Staff found out which order it is about."""
        self.order = order
        self.save(update_fields=["order"])

    def add_detail(self, text: str) -> bool:
        """Add what came in while it waits; False once it is more than anybody would read."""
        if len(self.detail) >= DETAIL_LIMIT:
            return False
        self.detail = f"{self.detail}\n\n{text}"[:DETAIL_LIMIT]
        self.save(update_fields=["detail"])
        return True

    def resolve(self, *, decision: str, cause: str, now: datetime) -> None:
        """Note what was decided and by whom. What it means for the money is the caller's."""
        self.resolved_at, self.decision, self.decided_by = now, decision, cause
        self.save(update_fields=["resolved_at", "decision", "decided_by"])
        self.note(decision=decision, cause=cause, now=now)

    def note(self, *, decision: str, cause: str, now: datetime) -> None:
        """Write into the timeline of its order, if it has one, what was said about it."""
        if self.order is not None:
            OrderEvent.add(
                order=self.order,
                payment=self.payment,
                kind=OrderEvent.DECISION,
                value=self.kind,
                detail=decision,
                cause=cause,
                now=now,
            )
