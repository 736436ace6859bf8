"""A load: so many connections at once, each sending its next request when it has its answer.

A connection for each request, as a proxy in front of sync workers has it. It shares the machine
with what it measures, so it does little: requests are whole bytes made before, one thread waits for
all answers, and of an answer it looks at the status alone. What it costs itself is told.
"""

import select
import socket
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

TIMEOUT = 60.0  # seconds without any answer: then the run is over
PIECE = 1 << 14  # bytes read at once: most pages


@dataclass
class Load:
    """What a run saw. `milliseconds` are of each answered request, in order of the answers."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    milliseconds: list[float] = field(default_factory=list)
    taken: list[bytes] = field(default_factory=list)  # the requests that were answered well
    unanswered: list[bytes] = field(default_factory=list)  # refused, cut off or never answered
    own_cpu: float = 0.0  # seconds

    @property
    def requests(self) -> int:
        """All that were sent, however they ended."""
        return len(self.milliseconds) + len(self.unanswered)

    @property
    def bad(self) -> int:
        """How many did not get what they asked for."""
        return self.requests - len(self.taken)

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.taken) / self.seconds

    def quantile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class _Exchange:
    """One request, on a connection of its own."""

    __slots__ = ("answer", "began_at", "request", "socket")

    def __init__(self, port: int, request: bytes) -> None:
        """Raises OSError if nobody listens, or the server hangs up at once."""
        self.request, self.answer = request, b""
        self.began_at = time.perf_counter()
        self.socket = socket.socket()
        self.socket.settimeout(TIMEOUT)
        self.socket.connect(("127.0.0.1", port))
        self.socket.sendall(request)

    def has_ended(self) -> bool:
        """Take what is there; True once the server has closed. Raises OSError if it broke off."""
        piece = self.socket.recv(PIECE)
        self.answer = self.answer or piece
        return not piece

    @property
    def status(self) -> int:
        """Of its answer; 0 for none."""
        return int(self.answer[9:12] or 0)


def run(port: int, requests: Iterable[bytes], *, connections: int, seconds: float) -> Load:
    """Send requests for so long, or until there are none left."""
    began_at, began_cpu = time.perf_counter(), time.process_time()
    load = Load()
    _drive(load, port, iter(requests), connections=connections, ends_at=began_at + seconds)
    load.seconds = time.perf_counter() - began_at
    load.own_cpu = time.process_time() - began_cpu
    return load


def _drive(
    load: Load, port: int, requests: Iterator[bytes], *, connections: int, ends_at: float
) -> None:
    waiting: dict[int, _Exchange] = {}
    with select.epoll() as poll:
        while True:
            while len(waiting) < connections and time.perf_counter() < ends_at:
                request = next(requests, None)
                if request is None:
                    break
                _begin(load, port, request, waiting, poll)
            if not waiting:
                return
            answered = poll.poll(TIMEOUT)
            if not answered:
                load.unanswered += [exchange.request for exchange in waiting.values()]
                return
            for descriptor, _mask in answered:
                _read(load, descriptor, waiting)


def _begin(
    load: Load, port: int, request: bytes, waiting: dict[int, _Exchange], poll: select.epoll
) -> None:
    try:
        exchange = _Exchange(port, request)
    except OSError:
        load.unanswered.append(request)
        time.sleep(0.01)  # it is starting anew: leave it the processor
        return
    waiting[exchange.socket.fileno()] = exchange
    poll.register(exchange.socket, select.EPOLLIN)


def _read(load: Load, descriptor: int, waiting: dict[int, _Exchange]) -> None:
    exchange = waiting[descriptor]
    try:
        if not exchange.has_ended():
            return
        status = exchange.status
    except (OSError, ValueError):
        status = 0
    del waiting[descriptor]
    exchange.socket.close()  # and the poll forgets it
    if not status:
        load.unanswered.append(exchange.request)
        return
    load.statuses[status] += 1
    load.milliseconds.append((time.perf_counter() - exchange.began_at) * 1000)
    if 200 <= status < 400:  # a form that was taken leads on with 303
        load.taken.append(exchange.request)
