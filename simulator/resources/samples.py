"""Objects that do not exist, for test events: their ids can be fetched from no API.

Fintoc docs: /guides/resources/webhooks-walkthrough/webhooks-testing.
"""

from datetime import datetime
from typing import Any

from simulator.example_accounts import collecting_account
from simulator.models import PaymentIntent
from simulator.resources.intents import intent_as_sent

AMOUNT = 1000


def sample_of(type: str, *, at: datetime, version: str) -> dict[str, Any]:
    """What an event of this type would carry."""
    _, _, status = type.partition(".")
    return intent_as_sent(_intent(status, at), version=version)


def _intent(status: str, at: datetime) -> PaymentIntent:
    """Made in memory only."""
    return PaymentIntent(
        amount=AMOUNT,
        currency="CLP",
        status=status,
        recipient_account=collecting_account("CLP"),
        created_at=at,
    )
