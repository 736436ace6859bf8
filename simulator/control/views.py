"""/control/: every call answers JSON, refusals in the API's envelope. No key is asked for."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from simulator.api.body import read_json
from simulator.api.errors import ApiError, method_not_allowed, no_such_payment
from simulator.control.deliveries import deliveries_as_json
from simulator.control.gate import local_only
from simulator.control.reset import forget_payments
from simulator.models import PaymentIntent
from simulator.moves import OUTCOMES, MoveRefused, decide
from simulator.resources import intent_as_read

LONGEST_JUMP_SECONDS = 366 * 24 * 3600


def only(method: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """One method, from this machine; ApiError becomes its answer."""

    def decorate(action: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @local_only
        def view(request: HttpRequest, **arguments: str) -> HttpResponse:
            try:
                if request.method != method:
                    raise method_not_allowed(request.method or "", [method])
                return action(request, **arguments)
            except ApiError as error:
                return error.as_response()

        return view

    return decorate


@only("POST")
def outcome(request: HttpRequest, intent_id: str, name: str) -> HttpResponse:
    """Decide a payment: 200 with it, 404 for an unknown id or outcome, 409 when it is too late."""
    if name not in OUTCOMES:
        message = f"Unknown outcome: {name}. The outcomes are {', '.join(OUTCOMES)}."
        raise ApiError("invalid_url", message, status=404)
    reason = read_reason(read_json(request))
    try:
        intent = decide(intent_id=intent_id, outcome=name, reason=reason)
    except PaymentIntent.DoesNotExist:
        raise no_such_payment(intent_id) from None
    except MoveRefused as refused:
        raise ApiError("operation_not_allowed", str(refused), status=409) from None
    return JsonResponse(intent_as_read(intent))


def read_reason(body: dict[str, object]) -> str:
    """Any word will do: Fintoc may add reasons, and a shop should cope. Raises ApiError."""
    reason = body.get("reason") or ""
    if not isinstance(reason, str) or not re.fullmatch(r"[a-z0-9_]{0,64}", reason):
        message = "reason is a word of small letters, digits and underscores, at most 64."
        raise ApiError("invalid_string", message, param="reason")
    return reason


@only("POST")
def age(request: HttpRequest, intent_id: str) -> HttpResponse:
    """Make a payment, its token and its planned moves `seconds` older."""
    seconds = read_json(request).get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int):
        raise ApiError("invalid_integer", "seconds must be a whole number.", param="seconds")
    if not 0 < seconds <= LONGEST_JUMP_SECONDS:
        raise ApiError("invalid_integer", "seconds must be from 1 to a year.", param="seconds")
    try:
        intent = PaymentIntent.objects.get(fintoc_id=intent_id)
    except PaymentIntent.DoesNotExist:
        raise no_such_payment(intent_id) from None
    intent.grow_older(seconds=seconds)
    return JsonResponse(intent_as_read(intent))


@only("POST")
def reset(request: HttpRequest) -> HttpResponse:
    """Forget payments, events and deliveries; keep the keys and the endpoint."""
    forget_payments()
    return JsonResponse({"reset": True})


@only("GET")
def deliveries(request: HttpRequest) -> HttpResponse:
    """Every delivery with its attempts, newest first."""
    return JsonResponse(deliveries_as_json(), safe=False)
