"""Alert: something only the shop's staff can decide."""

from datetime import datetime
from typing import TYPE_CHECKING, Optional, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from orders.models.order import Order
    from orders.models.payment import Payment


class AlertQuerySet(models.QuerySet["Alert"]):
    def open(self) -> Self:
        return self.filter(resolved_at=None)

    def blocking(self) -> Self:
        """Those that keep an order from being prepared and from being paid again."""
        return self.filter(kind__in=Alert.BLOCKING)


class Alert(models.Model):
    """Raised once per (kind, subject) until staff resolve it."""

    MISMATCH = "mismatch"  # Fintoc, asked, says another amount, currency or mode
    DUPLICATE_PAYMENT = "duplicate_payment"  # a second success that counts
    UNRESOLVED = "unresolved"  # Fintoc gave up finding out; money may have moved
    ORPHAN = "orphan"  # our mark on it, and no such payment here after a day
    MISSING = "missing"  # Fintoc does not know a payment intent that it gave us
    QUARANTINED = "quarantined"  # a webhook rightly signed, and unusable
    MAIL_PARKED = "mail_parked"  # a mail could not be sent for a day
    SHOP_SIDE = "shop_side"  # Fintoc refuses the shop itself
    KINDS = (
        MISMATCH,
        DUPLICATE_PAYMENT,
        UNRESOLVED,
        ORPHAN,
        MISSING,
        QUARANTINED,
        MAIL_PARKED,
        SHOP_SIDE,
    )
    BLOCKING = (MISMATCH, UNRESOLVED)

    kind = models.CharField(max_length=30, choices=[(kind, kind) for kind in KINDS])
    subject = models.CharField(max_length=300)  # what it is about, as text that stays
    detail = models.TextField(blank=True)
    order = models.ForeignKey(
        "orders.Order", on_delete=models.CASCADE, null=True, blank=True, related_name="alerts"
    )
    payment = models.ForeignKey("orders.Payment", on_delete=models.CASCADE, null=True, blank=True)
    created_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=Q(resolved_at=None),
                name="alert_once_while_open",
            )
        ]

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
        """Ask staff to decide, unless the same question is already open."""
        cls.objects.get_or_create(
            kind=kind,
            subject=subject,
            resolved_at=None,
            defaults={"detail": detail, "order": order, "payment": payment, "created_at": now},
        )
