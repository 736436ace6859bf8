"""A server on this machine that answers as badly as it is told, over a real socket."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress

Behavior = Callable[[socket.socket, threading.Event], None]


class FaultServer:
    """Answers every connection by `behave`, in a thread each; `requests` has what was asked."""

    def __init__(self, behave: Behavior) -> None:
        self.behave = behave
        self.requests: list[bytes] = []
        self.is_over = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(0.05)
        self.threads = [threading.Thread(target=self._accept)]
        self.threads[0].start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def close(self) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join()
        self.listener.close()

    def _accept(self) -> None:
        while not self.is_over.is_set():
            with suppress(TimeoutError):
                connection, _address = self.listener.accept()
                thread = threading.Thread(target=self._serve, args=[connection])
                self.threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.settimeout(5)
            self.requests.append(connection.recv(65_536))
            self.behave(connection, self.is_over)


def answering(
    body: bytes, *, status: str = "200 OK", headers: str = "", length: int | None = None
) -> Behavior:
    """An answer in one go. `length` is what it claims to be long."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{headers}"
    head += f"Content-Length: {len(body) if length is None else length}\r\n"
    return sending(f"{head}Connection: close\r\n\r\n".encode() + body)


def sending(content: bytes) -> Behavior:
    return lambda connection, _is_over: connection.sendall(content)


def reset(connection: socket.socket, _is_over: threading.Event) -> None:
    """Cut the line: closing with nothing lingering sends RST."""
    linger_for_nothing = b"\x01\x00\x00\x00\x00\x00\x00\x00"
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger_for_nothing)


def silence(_connection: socket.socket, is_over: threading.Event) -> None:
    is_over.wait(30)


def dripping(start: bytes, drop: bytes, *, every: float = 0.1) -> Behavior:
    """`start` at once, then `drop` again and again, sooner than any time-out for one read."""

    def behave(connection: socket.socket, is_over: threading.Event) -> None:
        connection.sendall(start)
        ends_at = time.monotonic() + 30
        while not is_over.wait(every) and time.monotonic() < ends_at:
            connection.sendall(drop)

    return behave


def flood(connection: socket.socket, is_over: threading.Event) -> None:
    """100 MiB, or as much of it as anybody reads."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n[")
    for _ in range(1600):
        if is_over.is_set():
            return
        connection.sendall(b" " * 65_536)
