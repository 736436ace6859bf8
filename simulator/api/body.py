"""Reads a request's JSON, strictly: what comes out can be stored and written again."""

import json
from typing import Any

from django.http import HttpRequest

from simulator.api.errors import ApiError


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
    return body
