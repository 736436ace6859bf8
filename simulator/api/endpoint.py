"""Makes a view of one action per method: key check, idempotency, refusals as JSON."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

from simulator.api.errors import ApiError, internal_error, method_not_allowed
from simulator.api.idempotency import once
from simulator.api.keys import require_secret_key

logger = logging.getLogger(__name__)

Action = Callable[..., HttpResponse]


def endpoint(**actions: Action) -> Action:
    """A view: `endpoint(GET=retrieve)`. An action raises ApiError to refuse."""

    def view(request: HttpRequest, **arguments: Any) -> HttpResponse:
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

    return view


def _act(
    actions: dict[str, Action], request: HttpRequest, arguments: dict[str, Any]
) -> HttpResponse:
    method = request.method or ""
    if method not in actions:
        raise method_not_allowed(method, sorted(actions))
    if method == "POST":
        return once(request, lambda: actions[method](request, **arguments))
    return actions[method](request, **arguments)
