"""Fintoc's side of the webhooks: signed posts, repeated until a 2xx, and what was answered."""

import http.client
import json
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from typing import Any

from fintoc_client.signature import sign

PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.0)  # between attempts; Fintoc's begin at 3 s
TIMEOUT = 30.0


class Deliverer:
    """Delivers events from several threads. `acknowledged` are the ids that were answered 2xx."""

    def __init__(
        self, ports: Sequence[int], secret: str, *, threads: int = 8, rate: float = 0
    ) -> None:
        self.ports, self.signers = list(ports), (secret,)  # each event is signed with all of them
        self.threads, self.rate = threads, rate
        self.acknowledged: set[str] = set()
        self.answers: Counter[int] = Counter()  # 0: the connection was cut, refused or silent
        self.seconds: list[tuple[float, float]] = []  # (when, how long) of each answer
        self.running: list[threading.Thread] = []
        self.lock = threading.Lock()
        self.is_over = False
        self.insists = True

    def begin(self, events: Iterable[dict[str, Any]]) -> None:
        """Start delivering; at `rate` events a second if there is one."""
        self.waiting, self.is_over = deque(events), False
        self.began_at, self.given = time.monotonic(), 0
        for _number in range(self.threads):
            thread = threading.Thread(target=self._work, daemon=True)
            self.running.append(thread)
            thread.start()

    def finish(self, *, seconds: float) -> None:
        """Wait until every event was acknowledged."""
        ends_at = time.monotonic() + seconds
        for thread in self.running:
            thread.join(max(0.0, ends_at - time.monotonic()))
        self.is_over = True
        left = [thread for thread in self.running if thread.is_alive()]
        assert not left, f"deliveries did not end within {seconds} s: {self.answers}"

    def deliver(self, events: Iterable[dict[str, Any]], *, seconds: float = 600) -> None:
        self.begin(events)
        self.finish(seconds=seconds)

    @property
    def left(self) -> int:
        return len(self.waiting)

    def percentile(self, share: float, *, since: float = 0, until: float = 1e12) -> float:
        """Of the answers' seconds, of those begun between two moments."""
        taken = sorted(took for at, took in self.seconds if since <= at < until)
        return taken[min(len(taken) - 1, int(len(taken) * share))] if taken else 0.0

    def _work(self) -> None:
        while not self.is_over:
            with self.lock:
                if not self.waiting:
                    return
                event = self.waiting.popleft()
                self.given += 1
                due_at = self.began_at + self.given / self.rate if self.rate else 0.0
            time.sleep(max(0.0, due_at - time.monotonic()))
            self._insist(event)

    def _insist(self, event: dict[str, Any]) -> None:
        body = json.dumps(event).encode()
        for attempt in range(100_000):
            status = self.post(body)
            with self.lock:
                self.answers[status] += 1
                if 200 <= status < 300:
                    self.acknowledged.add(event["id"])
            if 200 <= status < 300 or self.is_over or not self.insists:
                return
            time.sleep(PAUSES[min(attempt, len(PAUSES) - 1)] * (0.5 + random.random()))

    def signature(self, body: bytes) -> str:
        """The header, now."""
        now = int(time.time())
        headers = [sign(body=body, secret=secret, timestamp=now) for secret in self.signers]
        return ",".join([headers[0], *(header.partition(",")[2] for header in headers[1:])])

    def post(self, body: bytes, **headers: str) -> int:
        """One attempt, on a connection of its own; 0 if it got no answer."""
        began_at = time.monotonic()
        connection = http.client.HTTPConnection(
            "127.0.0.1", random.choice(self.ports), timeout=TIMEOUT
        )
        try:
            connection.request(
                "POST",
                "/webhooks/fintoc/",
                body,
                {
                    "Content-Type": "application/json",
                    "Fintoc-Signature": self.signature(body),
                    **headers,
                },
            )
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
        with self.lock:
            self.seconds.append((began_at, time.monotonic() - began_at))
        return answer.status
