"""Delivering: where an order goes, what that costs, and on which terms it was placed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

import statements
from catalog.delivery import HOME, WAYS, Quote
from catalog.delivery_rate import PICKUP
from catalog.places import place_name
from orders.models.event import OrderEvent

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from orders.models.line import OrderLine


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """Where a shopper wants an order, in the words of their country's addresses.

    `region` is the code of a region or state, `district` a comuna or municipio, `neighborhood` a
    colonia, `directions` what helps to find the door. Picked up, all but `way` stay empty.
    """

    way: str
    region: str = ""
    district: str = ""
    neighborhood: str = ""
    street: str = ""
    unit: str = ""
    postal_code: str = ""
    directions: str = ""
    phone: str = ""


PICKED_UP = Delivery(way=PICKUP)


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a shopper says and agrees to before an order is placed, or edited."""

    email: str
    name: str
    language: str
    terms_version: str
    delivery: Delivery
    quote: Quote


class AmountsDisagree(Exception):
    """What an order asks for is not what its lines and its delivery cost."""


class Delivering(models.Model):
    """The half of an Order that its shopper asked for and agreed to.

    It is a snapshot: no later rate, list or text changes it, but another address its days.
    """

    lines: "RelatedManager[OrderLine]"

    amount = models.PositiveBigIntegerField()  # minor units: lines and shipping, tax included
    way = models.CharField(max_length=10, blank=True, choices=[(way, way) for way in WAYS])
    shipping_amount = models.PositiveBigIntegerField(default=0)  # minor units, tax included
    days_from = models.PositiveSmallIntegerField(default=0)  # business days once it is paid
    days_to = models.PositiveSmallIntegerField(default=0)
    region = models.CharField(max_length=10, blank=True)
    district = models.CharField(max_length=100, blank=True)
    neighborhood = models.CharField(max_length=100, blank=True)
    street = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=100, blank=True)
    postal_code = models.CharField(max_length=10, blank=True)
    directions = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    language = models.CharField(max_length=10)
    terms_accepted_at = models.DateTimeField()
    terms_version = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True

    @property
    def is_sent_home(self) -> bool:
        return self.way == HOME

    @property
    def is_picked_up(self) -> bool:
        return self.way == PICKUP

    @property
    def address_lines(self) -> list[str]:
        """Where it goes, as it is written on a parcel; nothing for what is picked up."""
        if not self.is_sent_home:
            return []
        place = " ".join(filter(None, [self.postal_code, self.district]))
        lines = [
            ", ".join(filter(None, [self.street, self.unit])),
            self.neighborhood,
            ", ".join(filter(None, [place, place_name(self.region)])),
            self.directions,
        ]
        return [line for line in lines if line]

    @property
    def one_line_address(self) -> str:
        """The same on one line."""
        return ", ".join(self.address_lines)

    @property
    def lines_amount(self) -> int:
        """What the products cost, in minor units."""
        return self.amount - self.shipping_amount

    def check_amount(self) -> None:
        """Raise AmountsDisagree unless the total is that of the lines and the shipping."""
        lines = statements.select(self.lines.model, "WHERE order_id = %s", self.pk)
        if self.amount != sum(line.amount for line in lines) + self.shipping_amount:
            raise AmountsDisagree(f"{self}: {self.amount} is not its lines and its shipping")

    def promise_days_of(self, quote: Quote, *, cause: str, now: datetime) -> None:
        """It goes to another place and arrives when one does there; what it cost is agreed to.

        If those are other days the timeline tells them. Needs the order's lock.
        """
        before, after = (self.days_from, self.days_to), (quote.days_from, quote.days_to)
        if before == after:
            return
        self.days_from, self.days_to = after
        statements.update(self, "days_from", "days_to")
        OrderEvent.add(
            order=self,  # type: ignore[arg-type]
            kind=OrderEvent.NOTE,
            value="promised",
            detail=f"{_span(*before)} → {_span(*after)}",
            cause=cause,
            now=now,
        )

    def _take(self, details: Details, lines: Sequence["OrderLine"], *, now: datetime) -> None:
        """Take over what was said, and what it costs with these lines, unsaved."""
        said = asdict(details)
        delivery, quote = said.pop("delivery"), details.quote
        del said["quote"]
        for name, value in {**said, **delivery}.items():
            setattr(self, name, value)
        self.shipping_amount = quote.amount
        self.days_from, self.days_to = quote.days_from, quote.days_to
        self.amount = sum(line.amount for line in lines) + quote.amount
        self.terms_accepted_at = self.changed_at = now


def _span(first: int, last: int) -> str:
    return str(last) if first == last else f"{first}–{last}"
