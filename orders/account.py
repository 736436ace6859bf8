"""Which Fintoc account this shop acts for, and what marks an object at Fintoc as ours."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from fintoc_client.client import FintocClient
from fintoc_client.lanes import Lanes

LANES = Lanes()  # of this process


class AnotherAccount(ValueError):
    """Its money is in another account than the configured one, where our key may not act."""


def fintoc() -> FintocClient:
    """A client for the configured account. A connection is its own, never shared by threads."""
    return FintocClient(secret_key=settings.FINTOC_SECRET_KEY, api_url=settings.FINTOC_API_URL)


def fintoc_for_a_page() -> FintocClient:
    """The same for whoever waits for a page: it holds a thread that webhooks may need."""
    key, url = settings.FINTOC_SECRET_KEY, settings.FINTOC_API_URL
    return FintocClient(secret_key=key, api_url=url, lanes=LANES)


def account_of(*modes: str) -> str:
    """The account an object of this mode belongs to. Without a mode, the key's own.

    A report that names two modes contradicts itself: it belongs to no account that we know.
    """
    host = urlsplit(settings.FINTOC_API_URL).netloc
    mode = " and ".join(sorted({mode for mode in modes if mode}))
    return f"{mode or settings.FINTOC_MODE}@{host}"


def marks(*, order_number: str, payment_reference: UUID) -> dict[str, str]:
    """The metadata that lets us know our own payment when Fintoc reports it before it answers us.

    Fintoc never changes metadata (docs: /api/fintoc-api/metadata).
    """
    return {"order": order_number, "payment": str(payment_reference), "shop": settings.SITE_URL}


def is_ours(metadata: Mapping[str, Any]) -> bool:
    """Whether this shop made the object. The same account may serve other shops too."""
    return metadata.get("shop") == settings.SITE_URL


def marked_reference(metadata: Mapping[str, Any]) -> UUID | None:
    """The reference of our payment in an object's metadata, if there is one."""
    try:
        return UUID(str(metadata.get("payment")))
    except ValueError:
        return None
