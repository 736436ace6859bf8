"""Makes a view of one action per method: key, rate and version, idempotency, refusals as JSON."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

from simulator.api.early_payment import pay_before_answering
from simulator.api.errors import ApiError, internal_error, method_not_allowed
from simulator.api.faults import (
    check_errors,
    fault_of,
    hang_up,
    is_refused,
    is_unreachable,
    loses_this_answer,
    spoil,
)
from simulator.api.idempotency import once
from simulator.api.keys import require_secret_key
from simulator.api.pace import check_rate, take_the_time
from simulator.api.version import check_version

logger = logging.getLogger(__name__)

Action = Callable[..., HttpResponse]


def endpoint(**actions: Action) -> Action:
    """A view: `endpoint(GET=retrieve)`. An action raises ApiError to refuse."""

    def view(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if is_unreachable():
            return hang_up(request)
        fault = fault_of(request)
        if is_refused(fault):
            return spoil(request, fault, HttpResponse())
        response = _answer(actions, request, arguments)
        pay_before_answering(response)
        if fault:
            return spoil(request, fault, response)
        return hang_up(request) if loses_this_answer(request) else response

    return view


def _answer(
    actions: dict[str, Action], request: HttpRequest, arguments: dict[str, Any]
) -> HttpResponse:
    try:
        require_secret_key(request)
        return _act(actions, request, arguments)
    except ApiError as error:
        return error.as_response()
    except SuspiciousOperation:  # too large, say: Django answers 400
        raise
    except Exception:
        logger.exception("%s %s failed.", request.method, request.path)
        return internal_error().as_response()


def _act(
    actions: dict[str, Action], request: HttpRequest, arguments: dict[str, Any]
) -> HttpResponse:
    method = request.method or ""
    action = actions.get("GET" if method == "HEAD" else method)
    if action is None:
        raise method_not_allowed(method, sorted(actions))

    def act() -> HttpResponse:
        check_rate(request)
        check_errors(request)
        check_version(request)
        return action(request, **arguments)

    if method == "POST":
        return once(request, act)
    take_the_time()
    return act()
