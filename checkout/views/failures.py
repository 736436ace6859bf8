"""What a shopper sees when something of ours broke."""

import logging
import secrets
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string
from django.urls import reverse

ORDERS_PAGES = "checkout:"
REFRESH = "checkout:refresh"  # the one form that leads to what a look at the page shows, too
SECONDS = "5"  # until it is worth another look

log = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """The page for a failure of ours, with a reference that stands beside it in the log.

    Anything may be broken, so it needs neither the database nor a context. A database that is away,
    locked or full is 503: coming again in a while is right, for browsers and proxies too.
    """
    reference = secrets.token_hex(4)
    # By its route: the path has the order's token in it.
    log.error("reference %s: %s %s failed", reference, request.method, _route(request))
    order_url = _order_url(request)
    is_away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    refresh = _refresh(request, order_url) if is_away else ""
    words = {"reference": reference, "order_url": order_url, "looks_again": bool(refresh)}
    page = HttpResponseServerError(render_to_string("500.html", words))
    if is_away:
        page.status_code = 503
        page.headers["Retry-After"] = SECONDS
    if refresh:
        page.headers["Refresh"] = refresh
    return page


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else "(none)"


def _order_url(request: HttpRequest) -> str:
    """The page of the order whose address this is; "" if it is another's. Built anew, never what
    was sent: its route lets only the letters of a token through."""
    match = request.resolver_match
    if match is None or not match.view_name.startswith(ORDERS_PAGES) or "token" not in match.kwargs:
        return ""
    return reverse("checkout:order", args=[match.kwargs["token"]])


def _refresh(request: HttpRequest, order_url: str) -> str:
    """Have the browser look at the order again by itself; "" if it should not. No post is repeated.

    A page is asked for under its own address, for its query says who came back from the bank.
    """
    if order_url and request.method == "GET":
        return SECONDS
    return f"{SECONDS}; url={order_url}" if order_url and _route(request) == REFRESH else ""
