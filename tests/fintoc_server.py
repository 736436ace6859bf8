"""Fintoc's API on a real socket of this machine: an intent per idempotency key, and a memory."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.fintoc_client.fault_server import reset

Intent = dict[str, Any]
NO_SUCH = {"error": {"type": "invalid_request_error", "code": "missing_resource", "message": "no"}}


class FintocServer:
    """`intents` is what Fintoc has, by id: a test may change them. `creates` counts the posts."""

    def __init__(self) -> None:
        self.intents: dict[str, Intent] = {}
        self.keys: dict[str, str] = {}
        self.creates = 0
        self.lock = threading.Lock()
        # What happens once an intent is stored and before the answer to its create is sent.
        self.before_answering: Callable[[Intent], object] = lambda _intent: None
        # How many bytes of an answer get through before the line is cut; None: all of them.
        self.bytes_let_through: Callable[[bytes], int | None] = lambda _answer: None
        self.http = _Server(("127.0.0.1", 0), self._handler())
        self.thread = threading.Thread(target=self.http.serve_forever, args=[0.05])
        self.thread.start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.http.server_port}"

    def close(self) -> None:
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()

    def create(self, *, key: str, body: Intent) -> Intent:
        """The intent of this key, made if it is new."""
        with self.lock:
            self.creates += 1
            intent_id = self.keys.setdefault(key, f"pi_{len(self.keys)}_{key[:8]}")
            fixed = {"id": intent_id, "object": "payment_intent", "mode": "test"}
            fresh = {**body, **fixed, "status": "created", "widget_token": f"{intent_id}_sec_tests"}
            return self.intents.setdefault(intent_id, fresh)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                intent = server.create(key=self.headers["Idempotency-Key"], body=body)
                server.before_answering(intent)
                self.answer(201, intent)

            def do_GET(self) -> None:
                intent_id = urlsplit(self.path).path.removeprefix("/v1/payment_intents").strip("/")
                if not intent_id:
                    self.answer(200, list(server.intents.values()))
                elif intent_id in server.intents:
                    self.answer(200, server.intents[intent_id])
                else:
                    self.answer(404, NO_SUCH)

            def answer(self, status: int, document: Any) -> None:
                content = json.dumps(document).encode()
                head = f"HTTP/1.0 {status} As told\r\nContent-Length: {len(content)}\r\n\r\n"
                answer = head.encode() + content
                let_through = server.bytes_let_through(answer)
                self.wfile.write(answer[:let_through])
                if let_through is not None:
                    reset(self.connection, threading.Event())

            def log_message(self, *_args: Any) -> None:
                pass

        return Handler


class _Server(ThreadingHTTPServer):
    request_queue_size = 128  # fifty shoppers may call at once
