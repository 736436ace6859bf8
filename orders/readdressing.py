"""Send an order to another address than its shopper wrote, while it is still in the shop."""

from collections.abc import Mapping, Sequence
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
PLACE = {"cl": "district", "mx": "postal_code"}  # the part that says which region or state it is in
LIMITS = {field.name: field.max_length for field in Order._meta.fields}  # characters that are kept


class WrongAddress(ValueError):
    """No courier would arrive there. `parts` are the columns to mend, as they are written;
    `region` is one that nothing is sent to, or ""."""

    def __init__(self, parts: Sequence[str], region: str) -> None:
        super().__init__(", ".join(filter(None, [*parts, region])))
        self.parts = parts
        self.region = region


class TooLateToReaddress(ValueError):
    """It left the shop, is picked up, or goes nowhere any more."""


def readdress(*, order_id: int, parts: Mapping[str, str], cause: str, now: datetime) -> None:
    """Send it elsewhere from now on, for what delivery cost before: that was agreed to.

    In another region or state it arrives when its rate says. `parts` are those of `PARTS`; what is
    left out becomes empty. Raises TooLateToReaddress or WrongAddress.
    """
    with transaction.atomic():
        order = Order.locked(order_id)
        if not may_be_readdressed(order):
            raise TooLateToReaddress(order.number)
        address = _address(parts)
        region, rates = address["region"], delivery_rates()
        is_elsewhere = region not in ("", order.region)
        nowhere = region if is_elsewhere and not rates.delivers_to(region) else ""
        wrong = _wrong_parts(address)
        if wrong or nowhere:
            raise WrongAddress(wrong, nowhere)
        order.correct(address, cause=cause, now=now)
        if is_elsewhere:
            quote = rates.quote(way=HOME, region=region, subtotal=order.lines_amount)
            order.promise_days_of(quote, cause=cause, now=now)


def may_be_readdressed(order: Order) -> bool:
    """Whether it is still in the shop, and is to be sent somewhere."""
    return order.is_sent_home and order.is_to_be_prepared and not order.is_canceled


def _address(parts: Mapping[str, str]) -> dict[str, str]:
    """The columns of an address as it was written, with its region or state; "" if it has none."""
    country = store_country().code
    address = {
        name: storable(one_line(parts.get(name, "")), LIMITS[name]) for name in PARTS[country]
    }
    if country == "cl":
        address["district"] = comuna_named(address["district"]) or address["district"]
    region = region_of(
        country=country,
        district=address["district"],
        postal_code=address.get("postal_code", ""),
    )
    return {**address, "region": region or ""}


def _wrong_parts(address: Mapping[str, str]) -> list[str]:
    """Those that are missing, and those that nobody could find or call."""
    wrong = {name for name in NEEDED & address.keys() if not address[name]}
    if not address["region"]:
        wrong.add(PLACE[store_country().code])
    if address["phone"] and not PHONE.fullmatch(address["phone"]):
        wrong.add("phone")
    return [name for name in address if name in wrong]
