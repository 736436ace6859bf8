"""The Content-Security-Policy header, with Django 6's setting name so that it can take over."""

from collections.abc import Callable, Mapping, Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"
DEBUG_PAGES = (404, 500)  # with DEBUG they are Django's own, styled and scripted inline


class ContentSecurityPolicyMiddleware:
    """Give every response the policy of `SECURE_CSP`, unless its view chose `_csp_config`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.DEBUG and response.status_code in DEBUG_PAGES:
            return response
        policy = getattr(response, "_csp_config", settings.SECURE_CSP)
        response.headers.setdefault(HEADER, as_header(policy))
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"
        )
        return response


def as_header(policy: Mapping[str, Sequence[str]]) -> str:
    """Write a policy as the header's value: `default-src 'none'; script-src 'self' ...`."""
    return "; ".join(" ".join([directive, *sources]) for directive, sources in policy.items())
