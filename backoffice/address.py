"""The address of an order, for staff to correct: its fields as the shop's country calls them."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.chile import region_of_each_comuna
from catalog.country import store_country
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


def address_fields(order: Order) -> list[AddressField]:
    """What can be corrected, if the order may still go elsewhere."""
    if not may_be_readdressed(order):
        return []
    return [
        AddressField(
            name=name,
            label=label_of(name),
            value=getattr(order, name),
            limit=LIMITS[name],
            is_needed=name in NEEDED,
        )
        for name in PARTS[store_country().code]
    ]


def comunas() -> list[str]:
    """Those to choose from, in Chile."""
    return sorted(region_of_each_comuna()) if store_country().code == "cl" else []


def label_of(name: str) -> Any:
    """What a part of an address is called in this shop's country."""
    return DISTRICT[store_country().code] if name == "district" else LABELS[name]
