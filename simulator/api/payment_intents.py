"""/v1/payment_intents: create, retrieve, list, expire.

Fintoc docs: /docs/quickstart-1,
/v2023-11-15/api/payment-initiation-api/payment-intents/get-payment-intent and
/api/payments-api/cash/cash-payment-intents-expire.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from simulator.api.body import read_json
from simulator.api.endpoint import endpoint
from simulator.api.errors import state_refusal
from simulator.api.filters import filtered_intents
from simulator.api.finding import find
from simulator.api.paging import numbered_pages
from simulator.api.parameters import (
    read_amount,
    read_business_profile,
    read_currency,
    read_customer_email,
    read_metadata,
    read_payment_type,
    read_recipient_account,
)
from simulator.api.version import version_of
from simulator.example_accounts import collecting_account
from simulator.models import PaymentIntent
from simulator.moves import MoveRefused, expire_by_hand
from simulator.resources.intents import intent_as_read, intent_when_created


def create(request: HttpRequest) -> JsonResponse:
    """201 with the widget token. Raises ApiError."""
    intent = PaymentIntent.open(created_at=timezone.now(), **_fields(read_json(request)))
    return JsonResponse(intent_when_created(intent, version=version_of(request)), status=201)


def _fields(body: dict[str, Any]) -> dict[str, Any]:
    amount, currency = read_amount(body), read_currency(body)
    recipient = read_recipient_account(body, currency=currency)
    return {
        "amount": amount,
        "currency": currency,
        "payment_type": read_payment_type(body),
        "customer_email": read_customer_email(body),
        "metadata": read_metadata(body),
        "business_profile": read_business_profile(body),
        "recipient_account": recipient or collecting_account(currency),
    }


def list_all(request: HttpRequest) -> JsonResponse:
    """A bare array, newest first. Raises ApiError."""
    version = version_of(request)
    return numbered_pages(
        request,
        filtered_intents(request),
        as_json=lambda intent: intent_as_read(intent, version=version),
    )


def retrieve(request: HttpRequest, intent_id: str) -> JsonResponse:
    """Raises ApiError when there is no such intent."""
    return JsonResponse(intent_as_read(_find(intent_id), version=version_of(request)))


def _find(intent_id: str) -> PaymentIntent:
    return find(PaymentIntent.objects.all(), "payment_intent", intent_id)


def expire(request: HttpRequest, intent_id: str) -> JsonResponse:
    """201: a cash payment that nobody has begun to pay is over. Raises ApiError."""
    _find(intent_id)
    read_json(request)
    try:
        intent = expire_by_hand(intent_id=intent_id)
    except MoveRefused as refused:
        raise state_refusal(str(refused)) from None
    return JsonResponse(intent_as_read(intent, version=version_of(request)), status=201)


collection = endpoint(GET=list_all, POST=create)
single = endpoint(GET=retrieve)
expiry = endpoint(POST=expire)
