"""What every page of the shop shows: whose shop it is, and how full the cart."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from catalog.store import store_identity
from checkout.cart import Cart


def store(request: HttpRequest) -> dict[str, Any]:
    modes = {"is_test": settings.FINTOC_MODE == "test", "is_demo": settings.DEMO}
    return {"store": {**store_identity(), **modes}, "cart_count": Cart(request).count}
