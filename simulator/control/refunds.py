"""/control/refunds/<id>/<outcome>: decide a refund, or make it older."""

from django.http import HttpRequest, JsonResponse

from simulator import switches
from simulator.api.body import read_json
from simulator.api.errors import ApiError, no_such
from simulator.api.finding import find
from simulator.control.gate import only
from simulator.control.payment_intents import read_reason
from simulator.control.seconds import read_seconds
from simulator.models import Refund
from simulator.refunds import OUTCOMES, RefundRefused, decide
from simulator.resources.refunds import refund_as_json


def decide_one(request: HttpRequest, refund_id: str, name: str) -> JsonResponse:
    """200 with it, 404 for an unknown id or outcome, 409 when it is too late and not forced."""
    if name not in OUTCOMES:
        message = f"Unknown outcome: {name[:40]}. The outcomes are {', '.join(OUTCOMES)}."
        raise ApiError("invalid_url", message, status=404)
    body = read_json(request)
    try:
        refund = decide(
            refund_id=refund_id,
            outcome=name,
            reason=read_reason(body),
            is_forced=body.get("force") is True,
        )
    except Refund.DoesNotExist:
        raise no_such("refund", refund_id) from None
    except RefundRefused as refused:
        raise ApiError("operation_not_allowed", str(refused), status=409) from None
    return _answer(refund)


def grow_older(request: HttpRequest, refund_id: str) -> JsonResponse:
    """Make a refund `seconds` older."""
    seconds = read_seconds(request)
    refund = find(Refund.objects.all(), "refund", refund_id)
    refund.grow_older(seconds=seconds)
    return _answer(refund)


def _answer(refund: Refund) -> JsonResponse:
    return JsonResponse(refund_as_json(refund, version=switches.current().api_version))


outcome = only(POST=decide_one)
age = only(POST=grow_older)
