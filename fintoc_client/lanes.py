"""How many may wait for Fintoc at once, so that a Fintoc that hangs does not take the shop with it.

Whoever waits for an answer holds a thread of the web server, and webhooks need threads too. Only
slow failures count: a quick "no" keeps nobody.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from fintoc_client.errors import OutcomeUnknown

AT_ONCE = 4  # in one process: half of the eight threads it is run with
WAIT_SECONDS = 0.5  # for a lane, when Fintoc is only busy
SLOW_SECONDS = 2.0
FAILURES = 5  # slow ones in a row, and nobody asks for a while
PAUSE_SECONDS = 30.0


class Lanes:
    """Lanes to Fintoc, shared by the threads of a process."""

    def __init__(
        self,
        *,
        at_once: int = AT_ONCE,
        wait: float = WAIT_SECONDS,
        slow: float = SLOW_SECONDS,
        pause: float = PAUSE_SECONDS,
    ) -> None:
        self.free = threading.BoundedSemaphore(at_once)
        self.wait, self.slow, self.pause = wait, slow, pause
        self.lock = threading.Lock()
        self.failures = 0
        self.closed_until = 0.0  # of time.monotonic()

    @contextmanager
    def one(self, *, within: float = WAIT_SECONDS) -> Iterator[None]:
        """Hold a lane for one exchange, that has `within` seconds for everything.

        Raises OutcomeUnknown, with nothing sent, without one.
        """
        self._pass_the_gate()
        if not self.free.acquire(timeout=max(0.0, min(self.wait, within))):
            raise OutcomeUnknown("too many are waiting for Fintoc already")
        began_at = time.monotonic()
        try:
            yield
        except OutcomeUnknown:
            if time.monotonic() - began_at >= self.slow:
                self._note_slow_failure()
            raise
        else:
            self._reopen()
        finally:
            self.free.release()

    def _pass_the_gate(self) -> None:
        """After a pause one goes ahead, and the others wait for what becomes of it."""
        with self.lock:
            now = time.monotonic()
            if self.failures < FAILURES:
                return
            if now < self.closed_until:
                raise OutcomeUnknown("Fintoc has not answered lately; it is asked again soon")
            self.closed_until = now + self.pause

    def _note_slow_failure(self) -> None:
        with self.lock:
            self.failures += 1
            self.closed_until = time.monotonic() + self.pause

    def _reopen(self) -> None:
        with self.lock:
            self.failures = 0
