"""Waiting for a condition, never for a time."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

# What Playwright gives an action, and here everything that is waited for: the bank takes five of
# them, and a busy machine is slow.
STEP_SECONDS = 30


def eventually(condition: Callable[[], T], *, within: float = STEP_SECONDS, what: str) -> T:
    """What `condition` returns once it is true. Fails with `what` after `within` seconds."""
    ends_at = time.monotonic() + within
    while not (value := condition()):
        assert time.monotonic() < ends_at, f"not within {within:g} s: {what}"
        time.sleep(0.05)
    return value
