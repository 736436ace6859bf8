"""Writes an event down, with a delivery for every endpoint that listens."""

import json
from datetime import datetime
from typing import Any

from simulator import switches
from simulator.models import Delivery, Event, PaymentIntent, WebhookEndpoint
from simulator.resources.events import event_as_json
from simulator.resources.intents import intent_as_sent


def record_intent_event(intent: PaymentIntent, *, at: datetime) -> None:
    """The event that names the intent's new status, e.g. `payment_intent.succeeded`."""
    event = Event(intent=intent, type=f"payment_intent.{intent.status}", created_at=at)
    _tell(event, data=intent_as_sent(intent, version=switches.current().api_version))


def _tell(event: Event, *, data: dict[str, Any]) -> None:
    event.freeze(body=json.dumps(event_as_json(event, data=data), ensure_ascii=False))
    for endpoint in WebhookEndpoint.listening_to(event.type):
        Delivery.start(event=event, endpoint=endpoint, at=event.created_at)
