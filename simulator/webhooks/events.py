"""Writes an event down, with a delivery for the endpoint that listens."""

import json
from datetime import datetime

from simulator.models import Delivery, Event, PaymentIntent, WebhookEndpoint
from simulator.resources import event_as_json, intent_as_read


def record_event(intent: PaymentIntent, *, at: datetime) -> None:
    """The event that names the intent's new status, e.g. `payment_intent.succeeded`."""
    event = Event(intent=intent, type=f"payment_intent.{intent.status}", created_at=at)
    body = json.dumps(event_as_json(event, data=intent_as_read(intent)), ensure_ascii=False)
    event.freeze(body=body)
    endpoint = WebhookEndpoint.the_one()
    if endpoint.url:
        Delivery.start(event=event, endpoint=endpoint, at=at)
