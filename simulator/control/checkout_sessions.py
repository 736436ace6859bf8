"""/control/checkout_sessions/<id>/<name>: what the shopper and time do to a session."""

from collections.abc import Callable

from django.http import HttpRequest, JsonResponse

from simulator import switches
from simulator.api.body import read_json
from simulator.api.errors import ApiError, no_such
from simulator.api.finding import find
from simulator.control.gate import only
from simulator.control.payment_intents import read_oddity, read_reason
from simulator.control.seconds import read_seconds
from simulator.models import CheckoutSession
from simulator.moves import NOTHING_ODD, MoveRefused
from simulator.outcome_names import OUTCOMES
from simulator.resources.sessions import session_as_json
from simulator.session_expiry import expire_now
from simulator.session_payment import decide_session
from simulator.sessions import SessionRefused, start_payment


def act(request: HttpRequest, session_id: str, name: str) -> JsonResponse:
    """200 with the session, 404 for an unknown id or name, 409 when it is too late."""
    body = read_json(request)
    reason, oddity = read_reason(body), read_oddity(body, outcome=name)
    acts: dict[str, Callable[[], object]] = {
        "start": lambda: start_payment(session_id=session_id),
        "expire": lambda: expire_now(session_id=session_id),
    }
    for outcome in OUTCOMES:
        acts.setdefault(
            outcome,
            lambda: decide_session(
                session_id=session_id, outcome=name, reason=reason, oddity=oddity
            ),
        )
    if name not in acts:
        message = f"There is no {name[:40]} here. There are {', '.join(acts)} and age."
        raise ApiError("invalid_url", message, status=404)
    if name in ("start", "expire") and oddity != NOTHING_ODD:
        raise ApiError("invalid_params", f"{name} takes no told, amount or currency.")
    try:
        acts[name]()
    except CheckoutSession.DoesNotExist:
        raise no_such("checkout_session", session_id) from None
    except (SessionRefused, MoveRefused) as refused:
        raise ApiError("operation_not_allowed", str(refused), status=409) from None
    return _answer(session_id)


def grow_older(request: HttpRequest, session_id: str) -> JsonResponse:
    """Make a session and its payments `seconds` older."""
    seconds = read_seconds(request)
    session = find(CheckoutSession.objects.all(), "checkout_session", session_id)
    session.grow_older(seconds=seconds)
    return _answer(session_id)


def _answer(session_id: str) -> JsonResponse:
    session = CheckoutSession.objects.get(fintoc_id=session_id)
    return JsonResponse(session_as_json(session, version=switches.current().api_version))


action = only(POST=act)
age = only(POST=grow_older)
