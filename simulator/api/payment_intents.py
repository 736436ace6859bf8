"""POST and GET /v1/payment_intents.

Fintoc docs: /docs/quickstart-1 and
/v2023-11-15/api/payment-initiation-api/payment-intents/get-payment-intent.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from simulator.api.body import read_json
from simulator.api.endpoint import endpoint
from simulator.api.errors import no_such_payment
from simulator.api.filters import filtered
from simulator.api.paging import paged
from simulator.api.parameters import (
    check_payment_type,
    read_amount,
    read_business_profile,
    read_currency,
    read_customer_email,
    read_metadata,
    read_recipient_account,
)
from simulator.example_accounts import collecting_account
from simulator.models import PaymentIntent
from simulator.resources import intent_as_read, intent_when_created


def create(request: HttpRequest) -> JsonResponse:
    """201 with the widget token. Raises ApiError."""
    intent = PaymentIntent.open(created_at=timezone.now(), **_fields(read_json(request)))
    return JsonResponse(intent_when_created(intent), status=201)


def _fields(body: dict[str, Any]) -> dict[str, Any]:
    check_payment_type(body)
    amount, currency = read_amount(body), read_currency(body)
    recipient = read_recipient_account(body, currency=currency)
    return {
        "amount": amount,
        "currency": currency,
        "customer_email": read_customer_email(body),
        "metadata": read_metadata(body),
        "business_profile": read_business_profile(body),
        "recipient_account": recipient or collecting_account(currency),
    }


def list_all(request: HttpRequest) -> JsonResponse:
    """A bare array, newest first. Raises ApiError."""
    return paged(request, filtered(request), as_json=intent_as_read)


def retrieve(request: HttpRequest, intent_id: str) -> JsonResponse:
    """Raises ApiError when there is no such intent."""
    try:
        intent = PaymentIntent.objects.get(fintoc_id=intent_id)
    except PaymentIntent.DoesNotExist:
        raise no_such_payment(intent_id) from None
    return JsonResponse(intent_as_read(intent))


collection = endpoint(GET=list_all, POST=create)
single = endpoint(GET=retrieve)
