"""/v1/refunds: create, retrieve, list, cancel. Fintoc docs: /api/payments-api/refunds.

The codes of the refusals are guesses.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse

from simulator import switches
from simulator.api.body import read_json
from simulator.api.endpoint import endpoint
from simulator.api.errors import ApiError, no_such, state_refusal
from simulator.api.filters import filtered
from simulator.api.finding import find
from simulator.api.paging import numbered_pages
from simulator.api.parameters import read_amount, read_metadata, required
from simulator.api.refund_account import read_refund_account
from simulator.api.version import version_of
from simulator.models import PaymentIntent, Refund
from simulator.refunds import AmountRefused, RefundRefused, cancel, request_refund
from simulator.resources.refunds import refund_as_json


def create(request: HttpRequest) -> JsonResponse:
    """201 with the refund; without `amount` it is of all that is left. Raises ApiError."""
    body = read_json(request)
    intent = _refunded(body)
    amount = None if body.get("amount") is None else read_amount(body)
    metadata, account = read_metadata(body), read_refund_account(body)
    try:
        refund = request_refund(
            intent=intent, amount=amount, metadata=metadata, recipient_account=account
        )
    except AmountRefused as refused:
        raise state_refusal(str(refused), param="amount", code="invalid_amount") from None
    except RefundRefused as refused:
        raise state_refusal(str(refused), param="resource_id") from None
    return _answer(request, refund, status=201)


def _refunded(body: dict[str, Any]) -> PaymentIntent:
    """One page of Fintoc's spells the type `PaymentIntent`; all its samples, `payment_intent`."""
    if body.get("resource_type") not in (None, "payment_intent", "PaymentIntent"):
        message = "resource_type must be payment_intent."
        raise ApiError("invalid_enum", message, param="resource_type")
    intent_id = required(body, "resource_id")
    if not isinstance(intent_id, str):
        raise ApiError("invalid_string", "resource_id must be text.", param="resource_id")
    intent = PaymentIntent.objects.filter(fintoc_id=intent_id).first()
    if intent is None:
        raise no_such("payment_intent", intent_id[:80], param="resource_id")
    return intent


def list_all(request: HttpRequest) -> JsonResponse:
    """Newest first. Whether `resource_id` filters is not known: a switch. Raises ApiError."""
    version = version_of(request)
    refunds = Refund.objects.select_related("intent").order_by("-pk")
    if switches.current().refund_list_filters and "resource_id" in request.GET:
        refunds = refunds.filter(intent__fintoc_id=request.GET["resource_id"])
    return numbered_pages(
        request,
        filtered(request, refunds, statuses=Refund.Status.values),
        as_json=lambda refund: refund_as_json(refund, version=version),
    )


def retrieve(request: HttpRequest, refund_id: str) -> JsonResponse:
    return _answer(request, _find(refund_id))


def _find(refund_id: str) -> Refund:
    return find(Refund.objects.select_related("intent"), "refund", refund_id)


def cancel_one(request: HttpRequest, refund_id: str) -> JsonResponse:
    """201 with the refund, which was not in progress yet. Raises ApiError."""
    _find(refund_id)
    read_json(request)
    try:
        refund = cancel(refund_id=refund_id)
    except RefundRefused as refused:
        raise state_refusal(str(refused)) from None
    return _answer(request, refund, status=201)


def _answer(request: HttpRequest, refund: Refund, *, status: int = 200) -> JsonResponse:
    return JsonResponse(refund_as_json(refund, version=version_of(request)), status=status)


collection = endpoint(GET=list_all, POST=create)
single = endpoint(GET=retrieve)
cancellation = endpoint(POST=cancel_one)
