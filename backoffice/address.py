"""The address of an order, for staff to correct: its fields as the shop's country calls them."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from backoffice.refused import ADDRESS, Refused
from catalog.chile import region_of_each_comuna
from catalog.country import store_country
from catalog.phones import EXAMPLES
from catalog.places import place_name
from orders.models import Order
from orders.readdressing import LIMITS, NEEDED, PARTS, may_be_readdressed

LABELS: dict[str, str | Promise] = {
    "street": _("Calle y número"),
    "unit": _("Depto, casa u oficina"),
    "postal_code": _("Código postal"),
    "neighborhood": _("Colonia"),
    "directions": _("Referencias"),
    "phone": _("Teléfono"),
}
DISTRICT = {"cl": _("Comuna"), "mx": _("Municipio o alcaldía")}

# What to do about a part that is missing, or that there is no such place for.
ADVICE: dict[str, str | Promise] = {
    "street": _("Escribe la calle y el número"),
    "neighborhood": _("Escribe la colonia"),
    "postal_code": _("Ese código postal no existe. Escribe sus 5 números, como 06000."),
}
DISTRICTS_ADVICE = {
    "cl": _("Elige una comuna de la lista, como Providencia."),
    "mx": _("Escribe el municipio o la alcaldía"),
}
NOT_A_PHONE = _("Escribe el teléfono con números, como {}")
NOT_DELIVERED = _("Aún no despachamos a %s.")
PLACE = {"cl": "district", "mx": "postal_code"}  # the part that says which region or state it is in


@dataclass(frozen=True, kw_only=True)
class AddressField:
    """One part of it; `limit` is how many characters are kept."""

    name: str
    label: str | Promise
    value: str
    limit: int | None
    is_needed: bool
    error: str


def address_fields(order: Order, refused: Refused) -> list[AddressField]:
    """What can be corrected, if the order may still go elsewhere."""
    if not may_be_readdressed(order):
        return []
    is_refused = refused.form == ADDRESS
    return [
        AddressField(
            name=name,
            label=label_of(name),
            value=refused.typed.get(name, "") if is_refused else getattr(order, name),
            limit=LIMITS[name],
            is_needed=name in NEEDED,
            error=refused.errors.get(name, ""),
        )
        for name in PARTS[store_country().code]
    ]


def comunas() -> list[str]:
    """Those to choose from, in Chile."""
    return sorted(region_of_each_comuna()) if store_country().code == "cl" else []


def label_of(name: str) -> Any:
    """What a part of an address is called in this shop's country."""
    return DISTRICT[store_country().code] if name == "district" else LABELS[name]


def no_such_place(part: str) -> dict[str, str]:
    """What to write in this part of the address, by its name."""
    advice = DISTRICTS_ADVICE[store_country().code] if part == "district" else ADVICE[part]
    return {part: str(advice)}


def not_a_phone() -> dict[str, str]:
    """The same of a number that nobody could call."""
    return {"phone": str(NOT_A_PHONE).format(EXAMPLES[store_country().code])}


def not_delivered(region: str) -> dict[str, str]:
    """The same of a place that nothing is sent to."""
    return {PLACE[store_country().code]: str(NOT_DELIVERED) % place_name(region)}
