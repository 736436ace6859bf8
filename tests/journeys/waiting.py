"""Waiting for a condition, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(condition: Callable[[], T], *, within: float, what: str) -> T:
    """What `condition` returns once it is true. Fails with `what` after `within` seconds."""
    ends_at = time.monotonic() + within
    while not (value := condition()):
        assert time.monotonic() < ends_at, f"not within {within:g} s: {what}"
        time.sleep(0.05)
    return value
