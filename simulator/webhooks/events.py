"""Writes an event down, with a delivery for every endpoint that listens."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from simulator import switches
from simulator.models import (
    CheckoutSession,
    Delivery,
    Event,
    PaymentIntent,
    Refund,
    WebhookEndpoint,
)
from simulator.resources.events import event_as_json
from simulator.resources.intents import intent_as_sent
from simulator.resources.refunds import refund_as_json
from simulator.resources.samples import sample_of
from simulator.resources.sessions import session_as_json
from simulator.webhooks.manners import moments
from simulator.webhooks.types import DOUBTFUL


def record_intent_event(intent: PaymentIntent, *, at: datetime, manner: str = "") -> None:
    """The event that names the intent's new status, e.g. `payment_intent.succeeded`."""
    event = Event(intent=intent, type=f"payment_intent.{intent.status}", created_at=at)
    data = intent_as_sent(intent, version=switches.current().api_version)
    record(event, data=data, manner=manner)


def record_session_event(session: CheckoutSession, *, at: datetime, manner: str = "") -> None:
    """`checkout_session.finished` or `.expired`."""
    event = Event(session=session, type=f"checkout_session.{session.status}", created_at=at)
    data = session_as_json(session, version=switches.current().api_version)
    record(event, data=data, manner=manner)


def record_refund_event(refund: Refund, *, at: datetime) -> None:
    """`refund.succeeded` and its like. Whether there are some of them is not known: a switch."""
    event = Event(refund=refund, type=f"refund.{refund.status}", created_at=at)
    if event.type in DOUBTFUL and not switches.current().all_refund_events:
        return
    record(event, data=refund_as_json(refund, version=switches.current().api_version))


def record_test_event(
    *,
    type: str,
    at: datetime,
    endpoints: Iterable[WebhookEndpoint],
    overrides: dict[str, Any] | None = None,
) -> Event:
    """An event about something that does not exist."""
    event = Event(type=type, created_at=at)
    data = sample_of(type, at=at, version=switches.current().api_version)
    record(event, data={**data, **(overrides or {})}, endpoints=endpoints)
    return event


def record(
    event: Event,
    *,
    data: dict[str, Any],
    manner: str = "",
    endpoints: Iterable[WebhookEndpoint] | None = None,
) -> None:
    """Freeze the event and tell it, to all that listen unless `endpoints` says otherwise."""
    with transaction.atomic():
        event.freeze(body=json.dumps(event_as_json(event, data=data), ensure_ascii=False))
        tell(event, at=event.created_at, manner=manner, endpoints=endpoints)


def tell(
    event: Event,
    *,
    at: datetime,
    manner: str = "",
    endpoints: Iterable[WebhookEndpoint] | None = None,
) -> None:
    """Put the event on its way, in one of the ways of `manners`."""
    if endpoints is None:
        endpoints = WebhookEndpoint.listening_to(event.type)
    for endpoint in endpoints:
        for moment in moments(manner, at=at):
            Delivery.start(event=event, endpoint=endpoint, due_at=moment, manner=manner)
