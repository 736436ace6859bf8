"""What a shopper sees when something of ours broke."""

import logging
import secrets
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """The page for a failure of ours, with a reference that stands beside it in the log.

    Anything may be broken, so it needs neither the database nor a context. A database that is away,
    locked or full is 503: coming again in a while is right, for browsers and proxies too.
    """
    reference = secrets.token_hex(4)
    # By its route: the path has the order's token in it.
    route = request.resolver_match.view_name if request.resolver_match else "(none)"
    log.error("reference %s: %s %s failed", reference, request.method, route)
    page = HttpResponseServerError(render_to_string("500.html", {"reference": reference}))
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        page.status_code = 503
        page.headers["Retry-After"] = "5"
    return page
