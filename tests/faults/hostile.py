"""Whatever stands where Fintoc's API should be, and what is said to it, on real sockets."""

import gzip
import ssl
import subprocess
from contextlib import suppress
from pathlib import Path

from tests.fintoc_client.fault_server import FaultServer, answering

BOMB_MEMBER = gzip.compress(b" " * 10_000_000)
BOMB = BOMB_MEMBER * 100  # a gigabyte, in one megabyte


class TlsServer(FaultServer):
    """It shows a certificate that nobody has vouched for."""

    def __init__(self, folder: Path) -> None:
        key, certificate = folder / "key.pem", folder / "certificate.pem"
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
        command += ["-keyout", str(key), "-out", str(certificate)]
        subprocess.run(command, check=True, capture_output=True)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        super().__init__(answering(b"{}"))

    @property
    def url(self) -> str:
        return super().url.replace("http://", "https://")

    def _serve(self, connection) -> None:
        with suppress(OSError):  # whoever does not believe it hangs up
            connection.settimeout(5)
            super()._serve(self.context.wrap_socket(connection, server_side=True))


def redirecting(elsewhere: FaultServer):
    """To another host: with 307 a client that follows posts everything again."""
    headers = f"Location: {elsewhere.url}/v1/payment_intents\r\n"
    return answering(b"", status="307 Temporary Redirect", headers=headers)


def leading(elsewhere: FaultServer):
    """A list whose next page is on another host."""
    link = f'Link: <{elsewhere.url}/v1/payment_intents?page=2>; rel="next"\r\n'
    return answering(b"[]", headers=link)


def exploding():
    """An answer that is a thousand times as long as what was sent of it."""
    return answering(BOMB, status="201 Created", headers="Content-Encoding: gzip\r\n")
