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
from orders.readdressing import (
    LIMITS,
    NEEDED,
    PARTS,
    PLACE,
    WrongAddress,
    may_be_readdressed,
)

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


@dataclass(frozen=True, kw_only=True)
class AddressField:
    """One part of it; `limit` is how many characters are kept."""

    name: str
    label: str | Promise
    value: str
    limit: int | None
    is_needed: bool
    error: str
    is_further: bool  # whether a part before it is wrong too: the browser goes to the first


def address_fields(order: Order, refused: Refused) -> list[AddressField]:
    """What can be corrected, if the order may still go elsewhere."""
    if not may_be_readdressed(order):
        return []
    is_refused = refused.form == ADDRESS
    names = PARTS[store_country().code]
    wrong = [name for name in names if name in refused.errors]
    return [
        AddressField(
            name=name,
            label=label_of(name),
            value=refused.typed.get(name, "") if is_refused else getattr(order, name),
            limit=LIMITS[name],
            is_needed=name in NEEDED,
            error=refused.errors.get(name, ""),
            is_further=name in wrong[1:],
        )
        for name in names
    ]


def comunas() -> list[str]:
    """Those to choose from, in Chile."""
    return sorted(region_of_each_comuna()) if store_country().code == "cl" else []


def label_of(name: str) -> Any:
    """What a part of an address is called in this shop's country."""
    return DISTRICT[store_country().code] if name == "district" else LABELS[name]


def errors_of(wrong: WrongAddress) -> dict[str, str]:
    """What to write in each part of the address that has to be mended, by its name, in their
    order."""
    country = store_country().code
    errors = {part: _advice(part) for part in wrong.parts}
    if wrong.region:
        errors[PLACE[country]] = str(NOT_DELIVERED) % place_name(wrong.region)
    return {part: errors[part] for part in PARTS[country] if part in errors}


def _advice(part: str) -> str:
    country = store_country().code
    if part == "phone":
        return str(NOT_A_PHONE).format(EXAMPLES[country])
    return str(DISTRICTS_ADVICE[country] if part == "district" else ADVICE[part])
