"""How an order gets to its shopper, and what that costs: sent home, or picked up at the store."""

from collections.abc import Mapping
from dataclasses import dataclass

import statements
from catalog.country import store_country
from catalog.delivery_rate import ELSEWHERE, PICKUP, DeliveryRate

HOME = "home"
WAYS = (HOME, PICKUP)


class NotDelivered(Exception):
    """This shop does not deliver there, or not in this way."""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What delivery costs, in minor units with tax, and how many business days it takes."""

    way: str
    amount: int
    days_from: int
    days_to: int


# Nothing is sent before somebody has said what that costs, but an order can always be picked up:
# until the merchant gives that a row of its own, with a price or not offered.
FREE_PICKUP = DeliveryRate(destination=PICKUP, days_from=0, days_to=2)


@dataclass(frozen=True)
class Rates:
    """All rates of this shop's country, by destination; picking up is always among them."""

    by_destination: Mapping[str, DeliveryRate]

    @property
    def ways(self) -> list[str]:
        """What a shopper may choose from."""
        homes = [rate for rate in self.by_destination.values() if rate.destination != PICKUP]
        picked_up = self.by_destination[PICKUP]
        offers = {HOME: any(rate.is_offered for rate in homes), PICKUP: picked_up.is_offered}
        return [way for way in WAYS if offers[way]]

    def delivers_to(self, region: str) -> bool:
        """Whether anything is sent to this region or state."""
        rate = self.by_destination.get(region) or self.by_destination.get(ELSEWHERE)
        return rate is not None and rate.is_offered

    def quote(self, *, way: str, region: str, subtotal: int) -> Quote:
        """What it costs to get products for `subtotal` (minor units) there. Raises NotDelivered."""
        rate = self._rate(way, region)
        if rate is None or not rate.is_offered:
            raise NotDelivered(region or way)
        return Quote(
            way=way,
            amount=rate.amount_for(subtotal),
            days_from=rate.days_from,
            days_to=rate.days_to,
        )

    def _rate(self, way: str, region: str) -> DeliveryRate | None:
        if way == PICKUP:
            return self.by_destination[PICKUP]
        own = self.by_destination.get(region) if way == HOME and region != PICKUP else None
        return own or (self.by_destination.get(ELSEWHERE) if way == HOME else None)

    def least(self, *, subtotal: int) -> int | None:
        """The least that sending costs, in minor units; None if nothing is sent."""
        return min(self._amounts(subtotal), default=None)

    def is_free(self, *, subtotal: int) -> bool:
        """Whether sending costs nothing, wherever anything is sent to."""
        return max(self._amounts(subtotal), default=None) == 0

    def _amounts(self, subtotal: int) -> list[int]:
        homes = [rate for rate in self.by_destination.values() if rate.destination != PICKUP]
        return [rate.amount_for(subtotal) for rate in homes if rate.is_offered]


def delivery_rates() -> Rates:
    """The rates of this shop, in one statement."""
    rows = statements.select(DeliveryRate, "WHERE country = %s", store_country().code)
    return Rates({PICKUP: FREE_PICKUP, **{rate.destination: rate for rate in rows}})
