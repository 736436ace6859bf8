"""Where the shop shows the order of a payment, as far as the payment's metadata tells."""

from typing import Any
from urllib.parse import quote

from django.conf import settings

# A shop that says where it is (`shop`) and what is paid (`order`): its back office, if it is one of
# Django's.
LIKELY = "/admin/orders/order/?q={order}"


def order_link(metadata: dict[str, Any]) -> str:
    """The address, or nothing when it cannot be known."""
    words = {name: quote(str(value), safe="") for name, value in metadata.items()}
    shop = str(metadata.get("shop", "")).rstrip("/")
    pattern = settings.ORDER_URL or (shop + LIKELY if shop else "")
    try:
        address = pattern.format_map(words)
    except (KeyError, ValueError, IndexError, AttributeError):
        return ""
    return address if address.startswith(("http://", "https://")) else ""
