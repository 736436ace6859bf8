"""Reads a request's JSON, strictly: what comes out can be stored and written again."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from simulator.api.errors import ApiError

DEEPEST = 50  # levels; what is deeper is nobody's request, and not every reader's


def read_json(request: HttpRequest) -> dict[str, Any]:
    """The body as a dict; an empty body is an empty one. Raises ApiError."""
    if not request.body:
        return {}
    try:
        body = json.loads(request.body)
        json.dumps(body, ensure_ascii=False, allow_nan=False).encode()  # no NaN, no half character
    except (ValueError, RecursionError):
        raise ApiError("invalid_json", "The body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise ApiError("invalid_json", "The body must be a JSON object.")
    if _is_deeper(body, than=DEEPEST):
        message = f"The body is nested deeper than {DEEPEST} levels."
        raise ApiError("invalid_json", message)
    return body


def _is_deeper(value: Any, *, than: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    inside: Iterable[Any] = value.values() if isinstance(value, dict) else value
    return than == 0 or any(_is_deeper(each, than=than - 1) for each in inside)
