"""The same POST with the same key happens once; its first answer is repeated, errors included.

Fintoc docs: /api/fintoc-api/idempotent-requests.
"""

import hashlib
import json
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from simulator import switches
from simulator.api.errors import ApiError
from simulator.api.in_flight import claimed
from simulator.api.pace import take_the_time
from simulator.models import IdempotentResult

LONGEST_KEY = 255


def once(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Act, or repeat what came of the first time.

    Raises ApiError when the key was first used with other parameters, or is being used right now
    and the switch says that this is refused.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        take_the_time()
        return act()
    if len(key) > LONGEST_KEY:
        message = f"Idempotency-Key has more than {LONGEST_KEY} characters."
        raise ApiError("invalid_string_size", message, param="Idempotency-Key")
    with claimed(key):
        take_the_time()
        return _once(key, _fingerprint(request), act)


def _once(key: str, fingerprint: str, act: Callable[[], HttpResponse]) -> HttpResponse:
    with transaction.atomic():
        stored = IdempotentResult.find(key)
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
    parts = (request.method or "", request.path, _parameters(request))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _parameters(request: HttpRequest) -> str:
    """How the JSON was laid out is no parameter. What is none is compared as it came."""
    try:
        return json.dumps(json.loads(request.body), sort_keys=True)
    except (ValueError, RecursionError):
        return request.body.decode("utf-8", "replace")


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
        if _is_stored(error):
            return error.as_response()
        raise


def _is_stored(error: ApiError) -> bool:
    """Fintoc says that errors are. Of a 429 it is doubtful, as nothing was done: a switch."""
    positions = switches.current()
    if error.status == 429:
        return positions.rate_limit_is_stored
    return error.status < 500 or positions.error_is_stored
