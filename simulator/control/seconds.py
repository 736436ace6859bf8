"""How much older something is to become."""

from django.http import HttpRequest

from simulator.api.body import read_json
from simulator.api.errors import ApiError

LONGEST_JUMP_SECONDS = 366 * 24 * 3600


def read_seconds(request: HttpRequest) -> int:
    """`{"seconds": 660}`, from 1 to a year. Raises ApiError."""
    seconds = read_json(request).get("seconds")
    if isinstance(seconds, bool) or not isinstance(seconds, int):
        raise ApiError("invalid_integer", "seconds must be a whole number.", param="seconds")
    if not 0 < seconds <= LONGEST_JUMP_SECONDS:
        raise ApiError("invalid_integer", "seconds must be from 1 to a year.", param="seconds")
    return seconds
