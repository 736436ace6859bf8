"""Signs of life and figures, for whoever asks the shop itself, from inside.

A container's health check, a load balancer and a monitor come to an address of their own, such as
127.0.0.1:8000, over plain http: never to the name shoppers use. What these pages say depends on no
name, so they are answered before anything looks at `Host`.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import resolve

PATHS = ("/healthz", "/readyz", "/metrics")  # none of them redirects: SECURE_REDIRECT_EXEMPT


class InsideMiddleware:
    """Answers `PATHS`, without a session, a language or a host."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info not in PATHS:
            return self.get_response(request)
        match = request.resolver_match = resolve(request.path_info)  # the log names it
        response: HttpResponse = match.func(request)
        return response
