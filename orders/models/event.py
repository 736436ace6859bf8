"""OrderEvent: everything that happened to an order, in rows that are only ever added."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Optional, Self

from django.db import models

import statements
from orders.remarks import worded

if TYPE_CHECKING:
    from orders.models.order import Order
    from orders.models.payment import Payment


log = logging.getLogger("shop.money")


class OrderEvent(models.Model):
    """One line of the timeline. The last one of kind `status` always equals the order's status."""

    STATUS, PAYMENT, REFUND, MAIL = "status", "payment", "refund", "mail"
    NOTE, DECISION, FULFILLMENT = "note", "decision", "fulfillment"
    KINDS = (STATUS, PAYMENT, REFUND, MAIL, NOTE, DECISION, FULFILLMENT)
    REPORT_DIFFERS = "report differs"  # a note about other money, which Fintoc will be asked about

    order = models.ForeignKey(
        "orders.Order", on_delete=models.CASCADE, related_name="events", db_index=False
    )
    payment = models.ForeignKey("orders.Payment", on_delete=models.CASCADE, null=True, blank=True)
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in KINDS])
    value = models.CharField(max_length=100)  # the new status, the mail's kind, ...
    detail = models.CharField(max_length=500, blank=True)
    cause = models.CharField(max_length=300)  # a webhook's id, "refresh", "worker", a person
    created_at = models.DateTimeField()

    class Meta:
        # It serves the key to the order, too.
        indexes = [models.Index(fields=["order", "id"], name="event_timeline")]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"

    @property
    def remark(self) -> str:
        """Its detail as it is read; what staff or a shopper noted in their own words."""
        return worded(self.detail) if self.value == self.REPORT_DIFFERS else self.detail

    @classmethod
    def of_status(cls, order: "Order", *, cause: str, now: datetime) -> Self:
        """The line that an order's status is now what it is, unsaved."""
        return cls(order=order, kind=cls.STATUS, value=order.status, cause=cause, created_at=now)

    @classmethod
    def add(
        cls,
        *,
        order: "Order",
        kind: str,
        value: str,
        cause: str,
        now: datetime,
        payment: Optional["Payment"] = None,
        detail: str = "",
    ) -> None:
        """Write one line of the timeline, in the transaction of what it tells."""
        line = cls(
            order=order,
            payment=payment,
            kind=kind,
            value=value[:100],
            detail=detail[:500],
            cause=cause,
            created_at=now,
        )
        cls.keep([line])

    @classmethod
    def keep(cls, lines: Sequence[Self]) -> None:
        """Write lines made above, in one statement. Each is a line of the log, too."""
        if lines:
            statements.insert(lines)
        for line in lines:
            facts = {
                "order": line.order.number,
                "kind": line.kind,
                "value": line.value,
                "event": line.cause,
            }
            if line.payment is not None:
                facts["payment"] = str(line.payment.reference)
            log.info("%(kind)s of %(order)s: %(value)s", facts, extra=facts)
