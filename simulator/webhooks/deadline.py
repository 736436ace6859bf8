"""One deadline for an answer as a whole, its headers included.

A socket's time-out is for one read, which each byte of a receiver begins anew. Here each read gets
no more than what is left of the whole time, which is the time-out that urllib3 has put on the
socket when the answer begins (`Timeout(total=...)`).
"""

import http.client
import io
import socket
import time
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection


class DeadlineAdapter(HTTPAdapter):
    """What a `requests` session mounts to hold answers to the `total` of their time-out."""

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}


class _Reader(io.RawIOBase):
    """The bytes of one answer, until its time is over."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.ends_at = time.monotonic() + (connection.gettimeout() or 0)
        self.bytes = connection.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer did not end in time")
        self.connection.settimeout(left)
        return self.bytes.readinto(buffer)

    def close(self) -> None:
        self.bytes.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, connection: socket.socket, *arguments: Any, **options: Any) -> None:
        super().__init__(connection, *arguments, **options)
        self.fp.close()
        self.fp = io.BufferedReader(_Reader(connection))


class _Connection(HTTPConnection):
    response_class = _Response


class _TlsConnection(HTTPSConnection):
    response_class = _Response


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection
