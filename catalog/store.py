"""Who sells, as the law wants it on every page and every mail."""

from typing import Any

from django.conf import settings

from catalog.country import store_country


def store_identity() -> dict[str, Any]:
    """The facts of this store that its templates show; raises UnknownCountry."""
    country = store_country()
    return {
        "name": settings.STORE_NAME,
        "country": country.code,
        "currency": country.currency,
        "tax_name": country.tax_name,
        "tax_percent": country.tax_percent,
        "legal_name": settings.STORE_LEGAL_NAME,
        "tax_id": settings.STORE_TAX_ID,
        "tax_id_name": country.tax_id_name,
        "address": settings.STORE_ADDRESS,
        "phone": settings.STORE_PHONE,
        "email": settings.STORE_EMAIL,
    }
