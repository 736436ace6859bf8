"""How Fintoc writes a payment intent and an event as JSON.

Fintoc docs: /reference-link/payment-intents-object and
/api/main-resources/events-reference/events-object.
"""

from typing import Any

from simulator.clock import as_text
from simulator.models import Event, PaymentIntent


def intent_when_created(intent: PaymentIntent) -> dict[str, Any]:
    """The answer to the creation: the only place where the widget token is told."""
    return {**intent_as_read(intent), "widget_token": intent.widget_token}


def intent_as_read(intent: PaymentIntent) -> dict[str, Any]:
    """The intent as it is retrieved, listed and sent in events."""
    return {
        "id": intent.fintoc_id,
        "object": "payment_intent",
        "amount": intent.amount,
        "currency": intent.currency,
        "status": intent.status,
        "error_reason": intent.error_reason or None,
        "mode": "test",
        "created_at": as_text(intent.created_at),
        "expires_at": None,
        "transaction_date": as_text(intent.transaction_date),
        "reference_id": intent.reference_id or None,
        "customer_email": intent.customer_email or None,
        "metadata": intent.metadata,
        "business_profile": intent.business_profile,
        "recipient_account": intent.recipient_account,
        "sender_account": intent.sender_account,
        "payment_type": "bank_transfer",
        "payment_type_options": {},
        "widget_token": None,  # Guess for GET; events are known to carry null.
    }


def event_as_json(event: Event, *, data: dict[str, Any]) -> dict[str, Any]:
    """The event; `data` is the resource itself, with nothing wrapped around it."""
    return {
        "id": event.fintoc_id,
        "object": "event",
        "type": event.type,
        "mode": "test",
        "created_at": as_text(event.created_at),
        "data": data,
    }
