"""Fulfilling: whose an order is, and how far it is on its way to them."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from catalog.places import place_name
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


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """Who carries a shipped order, under which number, and the carrier's page of it."""

    carrier: str = ""
    tracking: str = ""
    tracking_url: str = ""


NO_PARCEL = Parcel()


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
    tracking_url = models.URLField(max_length=300, blank=True)  # the carrier's page of the parcel

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
    def paid_by(self) -> "Payment | None":
        """The one of its payments that paid it, if one did."""
        return self.payments.filter(fulfilled_at__isnull=False).first()

    @property
    def is_on_its_way(self) -> bool:
        """Whether its shopper still waits for it: it is in the shop, or left and did not arrive."""
        return self.is_to_be_prepared or self.is_shipped

    @property
    def is_given_back(self) -> bool:
        """Whether all of what paid it went back, or is going back."""
        paid = self.paid_by
        return paid is not None and paid.has_gone_back

    @property
    def parcel(self) -> Parcel:
        return Parcel(carrier=self.carrier, tracking=self.tracking, tracking_url=self.tracking_url)

    def move_to(self, word: str, *, cause: str, now: datetime, parcel: Parcel = NO_PARCEL) -> None:
        """Store how far it is, with its line in the timeline. Needs the order's lock."""
        self.fulfillment = word
        self.carrier, self.tracking, self.tracking_url = astuple(parcel)
        self.save(update_fields=["fulfillment", "carrier", "tracking", "tracking_url"])
        OrderEvent.add(
            order=self,  # type: ignore[arg-type]
            kind=OrderEvent.FULFILLMENT,
            value=word,
            detail=" ".join(filter(None, astuple(parcel))),
            cause=cause,
            now=now,
        )

    def correct(self, facts: Mapping[str, str], *, cause: str, now: datetime) -> None:
        """Change whom to write to, or where it goes, with what it was before in the timeline.

        `facts` are columns by their names. Needs the order's lock.
        """
        changed = {name: value for name, value in facts.items() if getattr(self, name) != value}
        if not changed:
            return
        told = ", ".join(self._told(name, value) for name, value in changed.items())
        for name, value in changed.items():
            setattr(self, name, value)
        self.changed_at = now
        self.save(update_fields=[*changed, "changed_at"])
        OrderEvent.add(
            order=self,  # type: ignore[arg-type]
            kind=OrderEvent.NOTE,
            value="corrected",
            detail=told,
            cause=cause,
            now=now,
        )

    def _told(self, name: str, after: str) -> str:
        before = getattr(self, name)
        if name == "region":
            before, after = place_name(before), place_name(after)
        return f"{before or '—'} → {after or '—'}"
