"""What Fintoc posts: bytes -> verify -> store and apply -> 200.

A 2xx says that the event is on our disk with everything that follows from it; any other answer
makes Fintoc send it again. Nothing here calls the network or sends mail.
"""

import hashlib
import logging
from typing import Protocol

from django.conf import settings
from django.db import Error as DatabaseAway
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from fintoc_client.objects import Event, read_event
from fintoc_client.signature import InvalidSignature, verify
from fintoc_client.strict_json import Unusable, parse_json
from webhooks.handlers import hear
from webhooks.models import Refusal, WebhookEvent

BODY_LIMIT = 64 * 1024  # bytes; a payment intent's event is under 1 KiB

log = logging.getLogger(__name__)


class Readable(Protocol):
    """What bytes come from."""

    def read(self, size: int, /) -> bytes: ...


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """POST /webhooks/fintoc/. 200 heard, 400 bad signature, 411 of no known length, 413 too large,
    503 send it again."""
    if not settings.FINTOC_WEBHOOK_SECRETS:
        _log_refusal(Refusal.NO_SECRET, "FINTOC_WEBHOOK_SECRETS is empty")
        return _later("FINTOC_WEBHOOK_SECRETS is empty: no event can be believed")
    stream = _stream(request)
    if stream is None:
        return _answer("the length is missing: send Content-Length", status=411)
    try:
        body = stream.read(BODY_LIMIT + 1)
    except Exception as error:  # the server's own: a line that broke, or pieces that are none
        _log_refusal(InvalidSignature.WRONG, f"the body broke off: {type(error).__name__}")
        return _answer("the body cannot be read", status=400)
    if len(body) > BODY_LIMIT:
        _log_refusal(Refusal.TOO_LARGE, f"over {BODY_LIMIT} bytes")
        return _answer("too large", status=413)
    now = timezone.now()
    try:
        verify(
            body=body,
            header=request.headers.get("Fintoc-Signature"),
            secrets=settings.FINTOC_WEBHOOK_SECRETS,
            now=now.timestamp(),
            tolerance=settings.FINTOC_WEBHOOK_TOLERANCE,
        )
    except InvalidSignature as error:
        _log_refusal(error.reason, str(error))
        return _answer("bad signature", status=400)
    try:
        return _store_and_apply(body)
    except DatabaseAway:
        log.exception("webhook not stored")
        return _later("the database is away")


def _stream(request: HttpRequest) -> Readable | None:
    """Where to read the body; None if nothing says where it ends.

    Django reads nothing of a body that comes in pieces (`Transfer-Encoding: chunked`), because not
    every server ends it by itself.
    """
    comes_in_pieces = "Transfer-Encoding" in request.headers
    if request.META.get("CONTENT_LENGTH") or not comes_in_pieces:
        return request
    if request.META.get("wsgi.input_terminated"):
        stream: Readable = request.META["wsgi.input"]
        return stream
    return None


def _store_and_apply(body: bytes) -> HttpResponse:
    now = timezone.now()
    sha256 = hashlib.sha256(body).hexdigest()
    event = _readable(body)
    if isinstance(event, Unusable):
        # Sending it again would not mend it, so it is kept for staff and acknowledged.
        WebhookEvent.keep_unreadable(sha256=sha256, reason=str(event), now=now)
        return _answer("quarantined")
    if hear(event, sha256=sha256, now=now):
        return _answer("heard")
    else:
        return _later("it could not be processed yet")


def _readable(body: bytes) -> Event | Unusable:
    try:
        return read_event(parse_json(body))
    except Unusable as reason:
        return reason


def _log_refusal(reason: str, text: str) -> None:
    """Anybody may post here: a line of the log, where it is counted, and no statement."""
    log.warning("webhook refused: %s", text, extra={"webhook_refused": reason})


def _later(reason: str) -> HttpResponse:
    response = _answer(reason, status=503)
    response.headers["Retry-After"] = "5"
    return response


def _answer(text: str, *, status: int = 200) -> HttpResponse:
    return HttpResponse(text + "\n", status=status, content_type="text/plain")
