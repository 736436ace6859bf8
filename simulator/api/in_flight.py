"""Two requests with one idempotency key at the same time.

What Fintoc does then is not documented, so it is a switch: the second waits for the first and
repeats its answer, or is refused.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from simulator import switches
from simulator.api.errors import ApiError

_busy: set[str] = set()
_changed = threading.Condition()


@contextmanager
def claimed(key: str) -> Iterator[None]:
    """Hold the key for as long as its request takes. Raises ApiError 409."""
    with _changed:
        if key in _busy and switches.current().concurrent_same_key == "conflict":
            raise ApiError(
                "idempotency_key_in_use",
                "Another request with this Idempotency-Key is still under way.",
                status=409,
                param="Idempotency-Key",
            )
        _changed.wait_for(lambda: key not in _busy)
        _busy.add(key)
    try:
        yield
    finally:
        with _changed:
            _busy.discard(key)
            _changed.notify_all()
