"""Send an order to another address than its shopper wrote, while it is still in the shop."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from catalog.chile import comuna_named
from catalog.country import store_country
from catalog.delivery import HOME, delivery_rates
from catalog.phones import PHONE
from catalog.places import region_of
from orders.models import Order
from orders.text import one_line, storable

# What an address is made of in each country, as columns of an order, and which of them it cannot do
# without. Its region or state follows from the rest.
PARTS = {
    "cl": ("street", "unit", "district", "phone"),
    "mx": ("postal_code", "district", "neighborhood", "street", "directions", "phone"),
}
NEEDED = frozenset({"street", "district", "neighborhood", "postal_code"})
LIMITS = {field.name: field.max_length for field in Order._meta.fields}  # characters that are kept


class NoSuchPlace(ValueError):
    """A part of the address is missing, or there is no such place. Its text is the column."""


class NotAPhone(ValueError):
    """No courier could call that."""


class TooLateToReaddress(ValueError):
    """It left the shop, is picked up, or goes nowhere any more."""


def readdress(*, order_id: int, parts: Mapping[str, str], cause: str, now: datetime) -> None:
    """Send it elsewhere from now on, for what delivery cost before: that was agreed to.

    In another region or state it arrives when its rate says. `parts` are those of `PARTS`; what is
    left out becomes empty. Raises TooLateToReaddress, NoSuchPlace, NotAPhone or NotDelivered.
    """
    with transaction.atomic():
        order = Order.locked(order_id)
        if not may_be_readdressed(order):
            raise TooLateToReaddress(order.number)
        address = _address(parts)
        if address["region"] != order.region:
            rates, subtotal = delivery_rates(), order.lines_amount
            quote = rates.quote(way=HOME, region=address["region"], subtotal=subtotal)
            order.promise_days_of(quote)
        order.correct(address, cause=cause, now=now)


def may_be_readdressed(order: Order) -> bool:
    """Whether it is still in the shop, and is to be sent somewhere."""
    return order.is_sent_home and order.is_to_be_prepared and not order.is_canceled


def _address(parts: Mapping[str, str]) -> dict[str, str]:
    """The columns of an address, with its region or state. Raises NoSuchPlace or NotAPhone."""
    country = store_country().code
    address = {
        name: storable(one_line(parts.get(name, "")), LIMITS[name]) for name in PARTS[country]
    }
    for name, value in address.items():
        if name in NEEDED and not value:
            raise NoSuchPlace(name)
    if address["phone"] and not PHONE.fullmatch(address["phone"]):
        raise NotAPhone(address["phone"])
    if country == "cl":
        address["district"] = comuna_named(address["district"]) or address["district"]
    region = region_of(
        country=country,
        district=address["district"],
        postal_code=address.get("postal_code", ""),
    )
    if region is None:
        raise NoSuchPlace("postal_code" if country == "mx" else "district")
    return {**address, "region": region}
