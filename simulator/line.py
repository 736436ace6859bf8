"""The connection under a request, for faults that no HTTP answer can express."""

import contextlib
import os
import select
import socket
import struct
import time

AT_ONCE = struct.pack("ii", 1, 0)
LINE = "simulator.line"  # in a request's environment
LONGEST_SECONDS = 60.0  # of silence, or of an answer that trickles; nobody should wait longer


class Line:
    """What can be done to a connection. Whoever uses it ends it, too."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def send(self, content: bytes) -> None:
        """As much of it as the other side takes."""
        with contextlib.suppress(OSError):
            self._connection.sendall(content)

    def drip(self, content: bytes, *, seconds: float) -> None:
        """One byte after the other, each after a pause, until it is sent or nobody listens."""
        ends_at = time.monotonic() + LONGEST_SECONDS
        for byte in content:
            if self._is_left_within(seconds) or time.monotonic() > ends_at:
                return
            self.send(bytes([byte]))

    def keep_silent(self) -> None:
        """Until the other side has enough of it."""
        ends_at = time.monotonic() + LONGEST_SECONDS
        while time.monotonic() < ends_at and not self._is_left_within(1.0):
            pass

    def _is_left_within(self, seconds: float) -> bool:
        """Whether the other side hangs up. What it sends meanwhile is left where it is."""
        readable, _, _ = select.select([self._connection], [], [], seconds)
        if not readable:
            return False
        with contextlib.suppress(OSError):
            if self._connection.recv(1, socket.MSG_PEEK):
                time.sleep(seconds)
                return False
        return True

    def reset(self) -> None:
        """End the connection with RST: a socket that lingers for nothing sends it when closed.

        A pipe that nobody reads takes its place, so that the server writes its answer there.
        """
        ours, theirs = socket.socketpair()
        theirs.close()
        with contextlib.suppress(OSError):
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
            os.dup2(ours.fileno(), self._connection.fileno())
        ours.close()

    def hang_up(self) -> None:
        """End the connection, whatever is still to be read or written."""
        with contextlib.suppress(OSError):  # the other side may have hung up itself
            self._connection.shutdown(socket.SHUT_RDWR)
