"""The checkout session.

Fintoc docs: /api/payments-api/checkout-sessions/checkout-session-object and, for the older names,
/v2023-11-15/api/payment-initiation-api/checkout-sessions.
"""

from typing import Any

from simulator.clock import as_text, as_text_to_the_second
from simulator.models import CheckoutSession
from simulator.resources.intents import intent_as_sent
from simulator.versions import has_new_names

OLD_NAME, NEW_NAME = "payment_intent", "bank_transfer"  # of the same way to pay


def session_as_json(session: CheckoutSession, *, version: str) -> dict[str, Any]:
    """The same wherever it is shown."""
    return {
        "id": session.fintoc_id,
        "object": "checkout_session",
        "amount": session.amount,
        "currency": session.currency,
        "status": session.status,
        "flow": "payment",
        "mode": "test",
        "created_at": as_text(session.created_at),
        "expires_at": as_text_to_the_second(session.expires_at),
        "customer": session.customer,
        "customer_email": session.customer_email or None,
        "metadata": session.metadata,
        "business_profile": session.business_profile,
        "line_items": session.line_items,
        "success_url": session.success_url or None,
        "cancel_url": session.cancel_url or None,
        "redirect_url": session.redirect_url or None,
        "session_token": session.session_token,
        "payment_method": None,
        "payment_resource": _payment_resource(session, version),
        **_payment_methods(session, version),
    }


def _payment_resource(session: CheckoutSession, version: str) -> dict[str, Any] | None:
    intent = session.newest_intent() if session.pk else None
    if intent is None:
        return None
    return {"payment_intent": intent_as_sent(intent, version=version)}


def _payment_methods(session: CheckoutSession, version: str) -> dict[str, Any]:
    types, options = session.payment_method_types, session.payment_method_options
    if has_new_names(version):
        return {"payment_method_types": types, "payment_method_options": options}
    return {
        "payment_methods": [_old(name) for name in types],
        "payment_method_options": {_old(name): value for name, value in options.items()},
    }


def _old(name: str) -> str:
    return OLD_NAME if name == NEW_NAME else name
