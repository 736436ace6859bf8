"""Fulfilling: whose an order is, and how far it is on its way to them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from orders.models.event import OrderEvent

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from orders.models.payment import Payment

UNFULFILLED = "unfulfilled"
PREPARING = "preparing"
SHIPPED = "shipped"
READY = "ready"  # to be picked up
DELIVERED = "delivered"
FULFILLMENTS = (UNFULFILLED, PREPARING, SHIPPED, READY, DELIVERED)

# What each word may follow. Shipped again is how a tracking number is corrected.
FOLLOWS = {
    UNFULFILLED: frozenset({PREPARING}),  # marked by mistake
    PREPARING: frozenset({UNFULFILLED}),
    SHIPPED: frozenset({UNFULFILLED, PREPARING, SHIPPED}),
    READY: frozenset({UNFULFILLED, PREPARING}),
    DELIVERED: frozenset({SHIPPED, READY}),
}
TO_PREPARE = frozenset({UNFULFILLED, PREPARING})
# As an index over part of a table has it: SQLite takes one only where its condition is said so.
IS_TO_PREPARE = Q(fulfillment=PREPARING) | Q(fulfillment=UNFULFILLED)


class Fulfilling(models.Model):
    """The half of an Order that staff work on. Who may move it when is `orders/fulfillment.py`."""

    payments: "RelatedManager[Payment]"

    email = models.EmailField()
    name = models.CharField(max_length=200)
    changed_at = models.DateTimeField()  # when a shopper's page last had something new to show
    fulfillment = models.CharField(
        max_length=20, default=UNFULFILLED, choices=[(word, word) for word in FULFILLMENTS]
    )
    carrier = models.CharField(max_length=100, blank=True)
    tracking = models.CharField(max_length=100, blank=True)

    class Meta:
        abstract = True

    @property
    def is_to_be_prepared(self) -> bool:
        """Whether its things are still in the shop."""
        return self.fulfillment in TO_PREPARE

    @property
    def is_shipped(self) -> bool:
        return self.fulfillment == SHIPPED

    @property
    def is_ready(self) -> bool:
        return self.fulfillment == READY

    @property
    def is_delivered(self) -> bool:
        return self.fulfillment == DELIVERED

    @property
    def is_given_back(self) -> bool:
        """Whether all of what paid it went back, or is going back."""
        paid = self.payments.filter(fulfilled_at__isnull=False).first()
        return paid is not None and paid.refundable <= 0

    def move_to(self, word: str, *, carrier: str, tracking: str, cause: str, now: datetime) -> None:
        """Store how far it is, with its line in the timeline. Needs the order's lock."""
        self.fulfillment, self.carrier, self.tracking = word, carrier[:100], tracking[:100]
        self.save(update_fields=["fulfillment", "carrier", "tracking"])
        OrderEvent.add(
            order=self,  # type: ignore[arg-type]
            kind=OrderEvent.FULFILLMENT,
            value=word,
            detail=" ".join(filter(None, [self.carrier, self.tracking])),
            cause=cause,
            now=now,
        )

    def correct(self, *, email: str, name: str, cause: str, now: datetime) -> None:
        """Change whom to write to, with what it was before in the timeline."""
        changes = [
            f"{before} → {after}"
            for before, after in ((self.email, email), (self.name, name))
            if before != after
        ]
        if not changes:
            return
        self.email, self.name, self.changed_at = email, name, now
        self.save(update_fields=["email", "name", "changed_at"])
        OrderEvent.add(
            order=self,  # type: ignore[arg-type]
            kind=OrderEvent.NOTE,
            value="corrected",
            detail=", ".join(changes),
            cause=cause,
            now=now,
        )
