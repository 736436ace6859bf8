"""Objects that do not exist, for test events: their ids can be fetched from no API.

Fintoc docs: /guides/resources/webhooks-walkthrough/webhooks-testing.
"""

from datetime import datetime
from typing import Any

from simulator.example_accounts import collecting_account, paying_account
from simulator.models import CheckoutSession, PaymentIntent, Refund
from simulator.resources.intents import intent_as_sent
from simulator.resources.refunds import refund_as_json
from simulator.resources.sessions import session_as_json

AMOUNT = 1000


def sample_of(type: str, *, at: datetime, version: str) -> dict[str, Any]:
    """What an event of this type would carry."""
    kind, _, status = type.partition(".")
    if kind == "checkout_session":
        return session_as_json(_session(status, at), version=version)
    if kind == "refund":
        return refund_as_json(_refund(status, at), version=version)
    return intent_as_sent(_intent(status, at), version=version)


def _session(status: str, at: datetime) -> CheckoutSession:
    """Made in memory only, as the next."""
    return CheckoutSession(
        amount=AMOUNT,
        currency="CLP",
        status=status,
        payment_method_types=["bank_transfer"],
        created_at=at,
        expires_at=at,
    )


def _refund(status: str, at: datetime) -> Refund:
    return Refund(
        intent=_intent("succeeded", at),
        amount=AMOUNT,
        status=status,
        recipient_account={"holder_name": None, **paying_account("CLP")},
        created_at=at,
        updated_at=at,
    )


def _intent(status: str, at: datetime) -> PaymentIntent:
    return PaymentIntent(
        amount=AMOUNT,
        currency="CLP",
        status=status,
        recipient_account=collecting_account("CLP"),
        created_at=at,
    )
