"""A load: so many connections at once, each sending its next request when it has its answer.

One thread and non-blocking sockets, a connection for each request, as a proxy in front of sync
workers has it. What it costs itself is reported, since it shares the machine with what it measures.
"""

import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

TIMEOUT = 10.0  # seconds without any answer: then the run is over


@dataclass
class Load:
    """What a run saw. `milliseconds` are of each answered request, in order of the answers."""

    seconds: float = 0.0
    statuses: dict[int, int] = field(default_factory=dict)
    milliseconds: list[float] = field(default_factory=list)
    broken: int = 0
    own_cpu: float = 0.0  # seconds

    @property
    def requests(self) -> int:
        return len(self.milliseconds)

    @property
    def good(self) -> int:
        """Answers that did what was asked; a form that was taken leads on with 303."""
        return sum(count for status, count in self.statuses.items() if 200 <= status < 400)

    @property
    def rate(self) -> float:
        return self.good / self.seconds

    def quantile(self, share: float) -> float:
        """Milliseconds within which this share of the answers came."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class _Exchange:
    """One request on its own connection."""

    def __init__(self, port: int, request: bytes) -> None:
        self.began_at = time.perf_counter()
        self.unsent, self.answer = request, b""
        self.socket = socket.socket()
        self.socket.setblocking(False)
        self.socket.connect_ex(("127.0.0.1", port))

    def write(self) -> bool:
        """Send what can be sent; True once all of it is out."""
        self.unsent = self.unsent[self.socket.send(self.unsent) :]
        return not self.unsent

    def read(self) -> bool:
        """Take what is there; True once the server has closed."""
        got = self.socket.recv(1 << 18)
        self.answer += got if len(self.answer) < 64 else b""
        return not got

    @property
    def status(self) -> int:
        return int(self.answer[9:12])


def run(port: int, requests: Iterator[bytes], *, connections: int, seconds: float) -> Load:
    """Send requests for so long, or until there are none left."""
    load, selector = Load(), selectors.DefaultSelector()
    began_at, began_cpu = time.perf_counter(), time.process_time()
    ends_at = began_at + seconds
    is_over = not all(_begin(port, requests, selector) for _each in range(connections))
    while selector.get_map():
        events = selector.select(TIMEOUT)
        if not events:
            load.broken += len(selector.get_map())
            break
        for key, _mask in events:
            if _go_on(key.data, selector, load):
                is_over = is_over or time.perf_counter() >= ends_at
                is_over = is_over or not _begin(port, requests, selector)
    load.seconds = time.perf_counter() - began_at
    load.own_cpu = time.process_time() - began_cpu
    selector.close()
    return load


def _begin(port: int, requests: Iterator[bytes], selector: selectors.BaseSelector) -> bool:
    request = next(requests, None)
    if request is None:
        return False
    exchange = _Exchange(port, request)
    selector.register(exchange.socket, selectors.EVENT_WRITE, exchange)
    return True


def _go_on(exchange: _Exchange, selector: selectors.BaseSelector, load: Load) -> bool:
    """Take one exchange a step further; True once it has ended."""
    try:
        if exchange.unsent:
            if exchange.write():
                selector.modify(exchange.socket, selectors.EVENT_READ, exchange)
            return False
        if not exchange.read():
            return False
        status = exchange.status
        load.statuses[status] = load.statuses.get(status, 0) + 1
        load.milliseconds.append((time.perf_counter() - exchange.began_at) * 1000)
    except (OSError, ValueError):
        load.broken += 1
    selector.unregister(exchange.socket)
    exchange.socket.close()
    return True
