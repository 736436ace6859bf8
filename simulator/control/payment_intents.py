"""/control/payment_intents/<id>/<outcome>: decide a payment, or make it older."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse

from simulator import switches
from simulator.api.body import read_json
from simulator.api.errors import ApiError, no_such
from simulator.api.finding import find
from simulator.api.parameters import read_amount, read_currency
from simulator.control.gate import only
from simulator.control.seconds import read_seconds
from simulator.models import PaymentIntent
from simulator.moves import MoveRefused, Oddity, decide
from simulator.outcome_names import OUTCOMES
from simulator.resources.intents import intent_as_read
from simulator.webhooks.manners import LIES, OF_AN_OUTCOME, OUT_OF_ORDER
from simulator.webhooks.retelling import lie


def decide_one(request: HttpRequest, intent_id: str, name: str) -> HttpResponse:
    """Decide a payment: 200 with it, 404 for an unknown id or outcome, 409 when it is too late."""
    if name not in OUTCOMES:
        message = f"Unknown outcome: {name}. The outcomes are {', '.join(OUTCOMES)}."
        raise ApiError("invalid_url", message, status=404)
    body = read_json(request)
    reason, oddity = read_reason(body), read_oddity(body, outcome=name)
    try:
        intent = decide(intent_id=intent_id, outcome=name, reason=reason, oddity=oddity)
    except PaymentIntent.DoesNotExist:
        raise no_such("payment_intent", intent_id) from None
    except MoveRefused as refused:
        raise ApiError("operation_not_allowed", str(refused), status=409) from None
    return JsonResponse(intent_as_read(intent, version=switches.current().api_version))


def read_reason(body: dict[str, object]) -> str:
    """Any word will do: Fintoc may add reasons, and a shop should cope. Raises ApiError."""
    reason = body.get("reason") or ""
    if not isinstance(reason, str) or not re.fullmatch(r"[a-z0-9_]{0,64}", reason):
        message = "reason is a word of small letters, digits and underscores, at most 64."
        raise ApiError("invalid_string", message, param="reason")
    return reason


def read_oddity(body: dict[str, object], *, outcome: str) -> Oddity:
    """`told`, `amount` and `currency`, each of which may be left out. Raises ApiError."""
    told = body.get("told", "")
    if told not in ("", *OF_AN_OUTCOME):
        message = f"told is one of {', '.join(OF_AN_OUTCOME)}."
        raise ApiError("invalid_params", message, param="told")
    if told == OUT_OF_ORDER and outcome == "hold":
        message = "out_of_order tells of pending after the outcome, and hold is pending itself."
        raise ApiError("invalid_params", message, param="told")
    return Oddity(
        told=str(told),
        amount=read_amount(body) if "amount" in body else None,
        currency=read_currency(body) if "currency" in body else "",
    )


def tell_a_lie(request: HttpRequest, intent_id: str, manner: str) -> HttpResponse:
    """Tell the shop that a payment succeeded, in a way or with facts not to be believed."""
    if manner not in LIES:
        message = f"Unknown lie: {manner[:40]}. They are {', '.join(LIES)}."
        raise ApiError("invalid_url", message, status=404)
    try:
        event = lie(intent_id=intent_id, manner=manner)
    except PaymentIntent.DoesNotExist:
        raise no_such("payment_intent", intent_id) from None
    return JsonResponse(event.as_json)


def age_one(request: HttpRequest, intent_id: str) -> HttpResponse:
    """Make a payment, its token and its planned moves `seconds` older."""
    seconds = read_seconds(request)
    intent = find(PaymentIntent.objects.all(), "payment_intent", intent_id)
    intent.grow_older(seconds=seconds)
    return JsonResponse(intent_as_read(intent, version=switches.current().api_version))


outcome = only(POST=decide_one)
untruth = only(POST=tell_a_lie)
age = only(POST=age_one)
