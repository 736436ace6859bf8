"""What a shopper sees when something of ours broke."""

import logging
import secrets

from django.http import HttpRequest, HttpResponseServerError
from django.template.loader import render_to_string

log = logging.getLogger(__name__)


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """The page for a failure of ours, with a reference that stands beside it in the log.

    Anything may be broken, so it needs neither the database nor a context.
    """
    reference = secrets.token_hex(4)
    log.error("reference %s: %s %s failed", reference, request.method, request.path)
    return HttpResponseServerError(render_to_string("500.html", {"reference": reference}))
