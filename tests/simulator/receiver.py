"""A shop's webhook address: keeps what arrives, answers what the test says."""

import hashlib
import hmac
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Received:
    body: bytes
    signature: str
    at: float
    path: str = ""

    @property
    def event(self):
        return json.loads(self.body)


@dataclass
class Receiver:
    answers: list[int] = field(default_factory=list)  # the next ones; then 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    drips: str = ""  # "headers" or "body": from there on five bytes a second
    received: list[Received] = field(default_factory=list)
    url: str = ""

    def wait_for(self, count: int, *, seconds: float = 10) -> list[Received]:
        until = time.monotonic() + seconds
        while len(self.received) < count and time.monotonic() < until:
            time.sleep(0.005)
        assert len(self.received) >= count, f"{len(self.received)} of {count} deliveries"
        return self.received

    def forget(self) -> None:
        self.answers, self.headers, self.delay, self.drips = [], {}, 0, ""
        self.received.clear()


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        receiver = self.server.receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        signature = self.headers["Fintoc-Signature"]
        status = receiver.answers.pop(0) if receiver.answers else 200
        delay, drips = receiver.delay, receiver.drips  # a test that sees it may change them
        receiver.received.append(Received(body, signature, time.time(), self.path))
        time.sleep(delay)
        if drips:
            self.drip(drips)
            return
        self.send_response(status)
        for name, value in receiver.headers.items():
            self.send_header(name, value)
        body = b"" if status == 204 else b"heard"
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def drip(self, what):
        self.close_connection = True
        head, body = b"HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n", b"x" * 40
        at_once, slowly = (b"", head + body) if what == "headers" else (head, body)
        self.wfile.write(at_once)
        for place in range(len(slowly)):
            time.sleep(0.2)
            self.wfile.write(slowly[place : place + 1])

    def log_message(self, *arguments):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.receiver = Receiver(url=f"http://127.0.0.1:{self.server_port}/webhooks/fintoc/")
        self.thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05})
        self.thread.start()

    def handle_error(self, request, client_address):
        """A simulator that was ended in the middle of a delivery is no news here."""

    def end(self):
        self.shutdown()
        self.thread.join()
        self.server_close()


def is_signed(received: Received, secret: str) -> bool:
    """An independent reading of Fintoc's rule."""
    stamp, digest = (part.split("=", 1)[1] for part in received.signature.split(","))
    signed = stamp.encode() + b"." + received.body
    expected = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, digest) and abs(time.time() - int(stamp)) < 60
