"""/v2/payment_intents: charge a saved payment method, retrieve, list.

Another product than /v1's: no shopper takes part, and there is no widget token.
Fintoc docs: /reference/payments-api/payment-intents/payment-intents-create.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from simulator.api.body import read_json
from simulator.api.endpoint import endpoint
from simulator.api.errors import ApiError, no_such
from simulator.api.filters import filtered_intents
from simulator.api.paging import cursor_pages
from simulator.api.parameters import (
    read_amount,
    read_business_profile,
    read_currency,
    read_metadata,
    required,
)
from simulator.api.version import version_of
from simulator.clock import sped_up
from simulator.example_accounts import collecting_account, paying_account
from simulator.models import PaymentIntent, ScheduledMove
from simulator.resources.intents import intent_as_read, intent_as_sent

ONLY_IN_V1 = ("recipient_account", "customer_email", "payment_type", "expires_at")
SECONDS_TO_SUCCESS = 5  # Guess: Fintoc says only that it is processed afterwards.
LONGEST_ID = 80


def create(request: HttpRequest) -> JsonResponse:
    """201 with an intent that succeeds by itself. Raises ApiError."""
    now = timezone.now()
    intent = PaymentIntent.open(created_at=now, **_fields(read_json(request)))
    due_at = now + sped_up(SECONDS_TO_SUCCESS)
    ScheduledMove.plan(intent=intent, outcome="succeed", due_at=due_at)
    return JsonResponse(intent_as_sent(intent, version=version_of(request)), status=201)


def _fields(body: dict[str, Any]) -> dict[str, Any]:
    for name in ONLY_IN_V1:
        if body.get(name) is not None:
            raise ApiError("invalid_params", f"{name} is a parameter of /v1 only.", param=name)
    amount, currency = read_amount(body), read_currency(body)
    return {
        "amount": amount,
        "currency": currency,
        "payment_method": _payment_method(body),
        "metadata": read_metadata(body),
        "business_profile": read_business_profile(body),
        "recipient_account": collecting_account(currency),
        "sender_account": paying_account(currency),
    }


def _payment_method(body: dict[str, Any]) -> str:
    """Guess: the shape. Every `pm_…` is a saved one here, as saving one is not simulated."""
    saved = required(body, "payment_method")
    if not isinstance(saved, str) or len(saved) > LONGEST_ID:
        message = f"payment_method must be an id of at most {LONGEST_ID} characters."
        raise ApiError("invalid_string", message, param="payment_method")
    if not saved.startswith("pm_"):
        raise no_such("payment_method", saved, param="payment_method")
    return saved


def list_all(request: HttpRequest) -> JsonResponse:
    """Newest first. Guess: those of /v1, and of sessions, are among them. Raises ApiError."""
    version = version_of(request)
    return cursor_pages(
        request,
        filtered_intents(request),
        as_json=lambda intent: intent_as_read(intent, version=version),
    )


collection = endpoint(GET=list_all, POST=create)
