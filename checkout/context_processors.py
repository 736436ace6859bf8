"""What every page of the shop shows: whose shop it is, and how full the cart."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from catalog.country import store_country
from checkout.cart import Cart


def store(request: HttpRequest) -> dict[str, Any]:
    country = store_country()
    return {
        "store": {
            "name": settings.STORE_NAME,
            "country": country.code,
            "currency": country.currency,
            "tax_name": country.tax_name,
            "tax_percent": country.tax_percent,
            "is_test": settings.FINTOC_MODE == "test",
            "is_demo": settings.DEMO,
            "legal_name": settings.STORE_LEGAL_NAME,
            "tax_id": settings.STORE_TAX_ID,
            "tax_id_name": country.tax_id_name,
            "address": settings.STORE_ADDRESS,
            "phone": settings.STORE_PHONE,
            "email": settings.STORE_EMAIL,
        },
        "cart_count": Cart(request).count,
    }
