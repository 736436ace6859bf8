"""/control/checkout_sessions/<id>/<name>: what the shopper and time do to a session."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse

from simulator import switches
from simulator.api.body import read_json
from simulator.api.errors import ApiError, no_such
from simulator.control.gate import only
from simulator.control.payment_intents import read_reason
from simulator.control.seconds import read_seconds
from simulator.models import CheckoutSession, PaymentIntent
from simulator.moves import OUTCOMES, MoveRefused, decide
from simulator.resources.sessions import session_as_json
from simulator.session_expiry import expire_now
from simulator.sessions import SessionRefused, start_payment


def act(request: HttpRequest, session_id: str, name: str) -> JsonResponse:
    """200 with the session, 404 for an unknown id or name, 409 when it is too late."""
    reason = read_reason(read_json(request))
    acts: dict[str, Callable[[], object]] = {
        "start": lambda: start_payment(session_id=session_id),
        "expire": lambda: expire_now(session_id=session_id),
    }
    for outcome in OUTCOMES:
        acts.setdefault(outcome, lambda: _decide(session_id, name, reason))
    if name not in acts:
        message = f"There is no {name[:40]} here. There are {', '.join(acts)} and age."
        raise ApiError("invalid_url", message, status=404)
    try:
        acts[name]()
    except CheckoutSession.DoesNotExist:
        raise no_such("checkout_session", session_id) from None
    except (SessionRefused, MoveRefused) as refused:
        raise ApiError("operation_not_allowed", str(refused), status=409) from None
    return _answer(session_id)


def _decide(session_id: str, outcome: str, reason: str) -> PaymentIntent:
    """Decide the attempt that is running, or a new one."""
    intent = CheckoutSession.objects.get(fintoc_id=session_id).newest_intent()
    is_late_money = intent is not None and outcome == "succeed" and not _is_open(session_id)
    is_parked = intent is not None and intent.is_parked
    if intent is None or not (is_late_money or is_parked):
        intent = start_payment(session_id=session_id)
    return decide(intent_id=intent.fintoc_id, outcome=outcome, reason=reason)


def _is_open(session_id: str) -> bool:
    return CheckoutSession.objects.get(fintoc_id=session_id).is_open


def grow_older(request: HttpRequest, session_id: str) -> JsonResponse:
    """Make a session and its payments `seconds` older."""
    seconds = read_seconds(request)
    try:
        CheckoutSession.objects.get(fintoc_id=session_id).grow_older(seconds=seconds)
    except CheckoutSession.DoesNotExist:
        raise no_such("checkout_session", session_id) from None
    return _answer(session_id)


def _answer(session_id: str) -> JsonResponse:
    session = CheckoutSession.objects.get(fintoc_id=session_id)
    return JsonResponse(session_as_json(session, version=switches.current().api_version))


action = only(POST=act)
age = only(POST=grow_older)
