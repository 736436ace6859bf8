"""The same POST with the same key happens once; its first answer is repeated, errors included.

Fintoc docs: /api/fintoc-api/idempotent-requests.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from simulator.api.errors import ApiError
from simulator.models import IdempotentResult

LONGEST_KEY = 255
MEMORY = timedelta(hours=24)


def once(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Act, or repeat what came of the first time.

    Raises ApiError when the key was first used with other parameters. Two requests with one key at
    the same time: the second waits for the transaction of the first, and repeats (Guess).
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        return act()
    if len(key) > LONGEST_KEY:
        message = f"Idempotency-Key has more than {LONGEST_KEY} characters."
        raise ApiError("invalid_string_size", message, param="Idempotency-Key")
    fingerprint = _fingerprint(request)
    with transaction.atomic():
        IdempotentResult.objects.filter(created_at__lt=timezone.now() - MEMORY).delete()
        stored = IdempotentResult.objects.filter(key=key).first()
        if stored is not None:
            return _repeat(stored, fingerprint)
        response = _answer(act)
        IdempotentResult.keep(
            key=key,
            fingerprint=fingerprint,
            status=response.status_code,
            body=response.content.decode(),
        )
    return response


def _fingerprint(request: HttpRequest) -> str:
    parts = (request.method or "", request.path, request.body.decode("utf-8", "replace"))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _repeat(stored: IdempotentResult, fingerprint: str) -> HttpResponse:
    if stored.fingerprint != fingerprint:
        # Guess: Fintoc says it is an error, not which one.
        raise ApiError(
            "idempotency_key_reused",
            "This Idempotency-Key was first used with other parameters.",
            status=409,
            param="Idempotency-Key",
        )
    return HttpResponse(stored.body, status=stored.status, content_type="application/json")


def _answer(act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return act()
    except ApiError as error:
        return error.as_response()
