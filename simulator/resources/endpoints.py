"""The webhook endpoint. Fintoc docs: /guides/resources/webhooks-walkthrough."""

from typing import Any

from simulator.clock import as_text
from simulator.models import WebhookEndpoint
from simulator.webhooks.types import SENT


def endpoint_when_created(endpoint: WebhookEndpoint) -> dict[str, Any]:
    """The answer to the creation: the only one that tells the secret."""
    return {**endpoint_as_json(endpoint), "secret": endpoint.secret}


def endpoint_as_json(endpoint: WebhookEndpoint) -> dict[str, Any]:
    """Fintoc's page has `status`, its Ruby client reads `disabled`: both are here."""
    return {
        "id": endpoint.fintoc_id,
        "object": "webhook_endpoint",
        "created_at": as_text(endpoint.created_at),
        "description": endpoint.description or None,
        "enabled_events": endpoint.enabled_events or list(SENT),
        "mode": "test",
        "secret": None,
        "status": "disabled" if endpoint.is_disabled else "enabled",
        "disabled": endpoint.is_disabled,
        "url": endpoint.url,
    }
