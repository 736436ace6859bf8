"""429 for whoever posts too often, with when to try again, in words and in `Retry-After`."""

from collections.abc import Callable
from typing import Any

from django.db import Error as DatabaseAway
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers

from operations.limits import seconds_to_wait
from operations.tallies import LIMITED, tallies

TOO_MANY = 429


class LimitMiddleware:
    """Holds every post to `limits.LIMITS`, before its view sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _arguments: Any, named: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the view go on (None), or answer in its place."""
        match = request.resolver_match
        name = match.view_name if match else ""
        try:
            wait = seconds_to_wait(request, name=name, arguments=named)
        except DatabaseAway:  # the page itself says so better
            return None
        if not wait:
            return None
        tallies.add(LIMITED, name)
        return too_many(request, seconds=wait)


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """The page that asks for patience; JSON for a script."""
    if request.accepts("text/html"):
        minutes = -(-seconds // 60)
        response = render(request, "429.html", {"minutes": minutes}, status=TOO_MANY)
    else:
        response = JsonResponse({"retry_after": seconds}, status=TOO_MANY)
    response.headers["Retry-After"] = str(seconds)
    add_never_cache_headers(response)
    return response
