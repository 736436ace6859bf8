"""How fast the API is, and how often it may be called.

Fintoc docs: /guides/home/api-rate-limits says 100 requests a second, an older page says five.
"""

import threading
import time
from collections import deque

from django.http import HttpRequest

from simulator import switches
from simulator.api.errors import ApiError
from simulator.api.faults import takes_a_turn

_calls: deque[float] = deque()
_lock = threading.Lock()


def take_the_time() -> None:
    """Wait as long as `answer_delay_ms` says."""
    delay = switches.current().answer_delay_ms
    if delay:
        time.sleep(delay / 1000)


def check_rate(request: HttpRequest) -> None:
    """Count this call. Raises ApiError 429 when there were too many in the last second."""
    if takes_a_turn("rate_limited_next", request) or _is_one_too_many():
        message = "Too many requests. Wait a second, then twice as long each time."
        raise ApiError("rate_limit_exceeded", message, status=429)


def _is_one_too_many() -> bool:
    limit = switches.current().rate_limit
    if not limit:
        return False
    now = time.monotonic()
    with _lock:
        while _calls and _calls[0] <= now - 1:
            _calls.popleft()
        if len(_calls) >= limit:
            return True
        _calls.append(now)
        return False
