"""The payment intent. Fintoc docs: /reference-link/payment-intents-object."""

from typing import Any

from simulator import switches
from simulator.clock import as_text
from simulator.models import PaymentIntent
from simulator.versions import has_new_names


def intent_when_created(intent: PaymentIntent, *, version: str) -> dict[str, Any]:
    """The answer to the creation, which tells the widget token."""
    token = intent.widget_token if intent.is_for_the_widget else None
    return {**intent_as_sent(intent, version=version), "widget_token": token}


def intent_as_read(intent: PaymentIntent, *, version: str) -> dict[str, Any]:
    """The answer to GET. Whether Fintoc tells the token again is not known: a switch."""
    if switches.current().token_told_again:
        return intent_when_created(intent, version=version)
    return intent_as_sent(intent, version=version)


def intent_as_sent(intent: PaymentIntent, *, version: str) -> dict[str, Any]:
    """The intent in events and inside a checkout session, where the token is known to be null."""
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
        "payment_type": intent.payment_type,
        "payment_type_options": {},
        "widget_token": None,
        **(_new_fields(intent) if has_new_names(version) else {}),
    }


def _new_fields(intent: PaymentIntent) -> dict[str, Any]:
    return {
        "customer": None,
        "payment_method": intent.payment_method or None,
        "next_action": None,
        "subscription": None,
    }
