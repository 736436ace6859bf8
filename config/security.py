"""The Content-Security-Policy header, with Django 6's setting name so that it can take over."""

from collections.abc import Callable, Mapping, Sequence
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "Content-Security-Policy"
NEAR = [  # where a proxy of ours may be
    ip_network(each)
    for each in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1", "fc00::/7")
]
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


def client_address(request: HttpRequest) -> str:
    """Where a request comes from: what our own proxy says, never what a browser claims.

    A proxy is on this machine or its private network, and adds the last address to the header.
    """
    peer = str(request.META.get("REMOTE_ADDR") or "")
    said = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return said if _is_near(peer) and _is_address(said) else peer


def _is_near(address: str) -> bool:
    return _is_address(address) and any(ip_address(address) in each for each in NEAR)


def _is_address(text: str) -> bool:
    try:
        return bool(ip_address(text))
    except ValueError:
        return False


def as_header(policy: Mapping[str, Sequence[str]]) -> str:
    """Write a policy as the header's value: `default-src 'none'; script-src 'self' ...`."""
    return "; ".join(" ".join([directive, *sources]) for directive, sources in policy.items())
