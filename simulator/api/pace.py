"""How fast the API is, and how often it may be called.

Fintoc docs: /guides/home/api-rate-limits says 100 requests a second, an older page says five.
"""

import threading
import time
from collections import deque

from simulator import switches
from simulator.api.errors import ApiError

_calls: deque[float] = deque()
_lock = threading.Lock()


def take_the_time() -> None:
    """Wait as long as `answer_delay_ms` says."""
    delay = switches.current().answer_delay_ms
    if delay:
        time.sleep(delay / 1000)


def check_rate() -> None:
    """Count this call. Raises ApiError 429 when there were too many in the last second."""
    if switches.takes_one("rate_limited_next") or _is_one_too_many():
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
