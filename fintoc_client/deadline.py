"""A deadline for an HTTP answer as a whole, its headers included.

A socket's time-out is for one read: a server that sends a byte a second outlasts any of them. And
`requests` hands over an answer only when its headers are complete, so this cannot be watched from
outside. Here each read of an answer is given no more than what is left of the whole time, which is
the time-out urllib3 has set on the socket when the answer begins (`Timeout(total=...)`). Python
itself holds a TLS handshake to one time-out, and resolving a name is not covered.
"""

import http.client
import io
import socket
import time
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

READ_SECONDS = 5.0  # for one read, however much is left


def left(ends_at: float) -> float:
    """Return the seconds until `ends_at` (`time.monotonic`); once over, the client does not ask."""
    return ends_at - time.monotonic()


class DeadlineAdapter(HTTPAdapter):
    """What a `requests` session mounts to hold answers to the `total` of their time-out."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> PoolManager:
        manager: PoolManager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = POOLS
        return manager


class _TimedReader(io.RawIOBase):
    """The bytes of one answer, until its time is over."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.ends_at = time.monotonic() + (sock.gettimeout() or READ_SECONDS)
        self.raw = sock.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        remaining = left(self.ends_at)
        if remaining <= 0:
            raise TimeoutError("the answer did not end in time")
        self.sock.settimeout(min(remaining, READ_SECONDS))
        return self.raw.readinto(buffer)

    def close(self) -> None:
        self.raw.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp.close()
        self.fp = io.BufferedReader(_TimedReader(sock))


class _Connection(HTTPConnection):
    response_class = _Response


class _TlsConnection(HTTPSConnection):
    response_class = _Response


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


POOLS = {"http": _Pool, "https": _TlsPool}
