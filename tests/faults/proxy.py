"""A line between the shop and what it talks to, which can be cut, hang or drip."""

import socket
import struct
import threading
import time
from contextlib import suppress

from tests.faults.processes import free_port

PASSES, HANGS, DRIPS, CUTS = "passes", "hangs", "drips", "cuts"
HANG_SECONDS = 60.0
RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no time: closing sends RST


class Proxy:
    """`manner` may change at any time, for what comes after. `requests` are the moments of HTTP
    requests that came through, by time.monotonic()."""

    def __init__(self, target_port: int) -> None:
        self.target_port, self.port = target_port, free_port()
        self.manner = PASSES
        self.requests: list[float] = []
        self.is_over = False
        self.listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def end(self) -> None:
        self.is_over = True
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def most_per_second(self) -> int:
        """The most requests that came within any one second."""
        moments = sorted(self.requests)
        return max((sum(at <= other < at + 1 for other in moments) for at in moments), default=0)

    def _listen(self) -> None:
        while not self.is_over:
            with suppress(OSError):
                client, _address = self.listener.accept()
                threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            if self.manner == CUTS:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            elif self.manner == HANGS:
                self._wait(HANG_SECONDS)
            else:
                with socket.create_connection(("127.0.0.1", self.target_port)) as server:
                    back = threading.Thread(target=self._carry_back, args=[server, client])
                    back.start()
                    self._carry_on(client, server)
                    back.join()

    def _carry_on(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while piece := client.recv(65536):
                if piece.startswith((b"POST ", b"GET ")):
                    self.requests.append(time.monotonic())
                server.sendall(piece)
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)

    def _carry_back(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while piece := server.recv(65536):
                if self.manner == DRIPS:
                    for byte in piece:
                        client.sendall(bytes([byte]))
                        self._wait(1.0)
                else:
                    client.sendall(piece)
        with suppress(OSError):
            client.shutdown(socket.SHUT_WR)

    def _wait(self, seconds: float) -> None:
        ends_at = time.monotonic() + seconds
        while not self.is_over and time.monotonic() < ends_at:
            time.sleep(0.1)
