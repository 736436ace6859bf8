"""Telling Fintoc where to post events. The secret is told once, and kept nowhere by us."""

import json
from uuid import uuid4

from django.conf import settings
from django.urls import reverse

from fintoc_client.client import FintocClient
from fintoc_client.errors import OutcomeUnknown
from fintoc_client.objects import WebhookEndpoint
from webhooks.handlers import HANDLERS


class AlreadyRegistered(Exception):
    """Fintoc posts to this address by now. Its secret was told when it was registered."""


def webhook_url() -> str:
    """Where this shop listens."""
    return f"{settings.SITE_URL}{reverse('webhooks:fintoc')}"


def register(*, client: FintocClient, again: bool = False) -> WebhookEndpoint:
    """Register this shop's address for every event that it listens to; the answer has the secret.

    `again` registers it a second time, to change secrets. Raises AlreadyRegistered, and FintocError
    if Fintoc does not answer or refuses.
    """
    url = webhook_url()
    if not again:
        for endpoint in client.list_webhook_endpoints():
            if endpoint.url.rstrip("/") == url.rstrip("/") and endpoint.is_enabled:
                raise AlreadyRegistered(endpoint.id)
    events = sorted(HANDLERS)
    body = {"url": url, "enabled_events": events, "description": settings.STORE_NAME}
    made = client.create_webhook_endpoint(body=json.dumps(body), idempotency_key=str(uuid4()))
    if not made.secret:
        raise OutcomeUnknown("Fintoc registered the address and told no secret: see its dashboard")
    return made
