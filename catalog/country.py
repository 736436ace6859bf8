"""What changes with the country a shop sells in. One deployment sells in one country."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_noop


@dataclass(frozen=True)
class Country:
    """Facts of a country; `tax_name` is a message to translate, `tax_percent` a whole percent."""

    code: str
    currency: str
    tax_name: str
    tax_percent: int
    tax_id_name: str  # what a firm's tax number is called


COUNTRIES = {
    "cl": Country(
        "cl", currency="CLP", tax_name=gettext_noop("IVA"), tax_percent=19, tax_id_name="RUT"
    ),
    "mx": Country(
        "mx", currency="MXN", tax_name=gettext_noop("IVA"), tax_percent=16, tax_id_name="RFC"
    ),
}


class UnknownCountry(ValueError):
    """STORE_COUNTRY names no country this shop can sell in."""


def store_country() -> Country:
    """The country of this deployment; raises UnknownCountry."""
    try:
        return COUNTRIES[settings.STORE_COUNTRY]
    except KeyError:
        known = ", ".join(COUNTRIES)
        raise UnknownCountry(
            f"STORE_COUNTRY is {settings.STORE_COUNTRY!r}; it must be one of {known}"
        ) from None
