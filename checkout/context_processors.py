"""What every page of the shop shows: whose shop it is, how full the cart, and where one is."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from catalog.store import store_identity
from checkout.cart import Cart


def store(request: HttpRequest) -> dict[str, Any]:
    modes = {"is_test": settings.FINTOC_MODE == "test", "is_demo": settings.DEMO}
    return {
        "store": {**store_identity(), **modes},
        "cart_count": Cart(request).count,
        "page_url": _page_url(request),
    }


def _page_url(request: HttpRequest) -> str:
    """Where a change of language leads back to, unless the view knows better. What answers a form
    leads to the shop, since nothing may be there to be read."""
    return reverse("catalog:list") if request.method == "POST" else request.get_full_path()
