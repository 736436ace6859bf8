"""One line of the log for every answer, and an id that all lines of one request share."""

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.logs import REQUEST_ID, route_of
from operations.tallies import tallies

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

# A page that failed or was refused, and a sign of life, need no database for what they count.
WITHOUT_DATABASE = ("(none)", "healthz")
WEBHOOKS = "webhooks:"  # a flood of forged ones is told of while it lasts

log = logging.getLogger("shop.request")


class RequestLogMiddleware:
    """Gives every request an id, and every answer a line."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = REQUEST_ID.set(secrets.token_hex(8))
        began_at = time.perf_counter()
        try:
            response = self.get_response(request)
            _log_answer(request, response, began_at)
            if _may_tell(route_of(request), response.status_code):
                tallies.tell_if_due()
        finally:
            REQUEST_ID.reset(token)
        return response


def _may_tell(route: str, status: int) -> bool:
    if route.startswith(WEBHOOKS):
        return status < 500
    return status < 400 and route not in WITHOUT_DATABASE


def _log_answer(request: HttpRequest, response: HttpResponse, began_at: float) -> None:
    facts = {
        "method": request.method if request.method in METHODS else "?",
        "route": route_of(request),
        "status": response.status_code,
        "took_ms": round((time.perf_counter() - began_at) * 1000),
    }
    words = "%(method)s %(route)s %(status)s in %(took_ms)s ms"
    log.info(words, facts, extra=facts)
