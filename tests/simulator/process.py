"""The simulator as its own process, spoken to over HTTP."""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from typing import Any

import requests

START_SECONDS = 60


class Simulator:
    """One running simulator and the ways to call it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.first_line = json.loads(process.stdout.readline())
        self.url = self.first_line["url"]
        self.secret_key = self.first_line["secret_key"]
        self.webhook_secret = self.first_line["webhook_secret"]
        self.session = requests.Session()
        self.session.trust_env = False
        self.session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=50))

    def call(self, method: str, path: str, *, key: str | None = None, **options: Any):
        headers = {"Authorization": self.secret_key if key is None else key}
        headers.update(options.pop("headers", {}))
        headers = {name: value for name, value in headers.items() if value}
        options.setdefault("allow_redirects", False)
        url = path if path.startswith("http") else self.url + path
        return self.session.request(method, url, headers=headers, timeout=15, **options)

    def create(self, *, headers: dict[str, str] | None = None, **body: Any) -> dict[str, Any]:
        body = {"amount": 2476, "currency": "CLP", **body}
        answer = self.call("POST", "/v1/payment_intents", json=body, headers=headers or {})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def retrieve(self, intent: dict[str, Any]) -> dict[str, Any]:
        return self.call("GET", f"/v1/payment_intents/{intent['id']}").json()

    def decide(self, intent: dict[str, Any], outcome: str, **body: Any):
        return self.call("POST", f"/control/payment_intents/{intent['id']}/{outcome}", json=body)

    def open_session(self, *, version: int = 2, headers: Any = None, **body: Any):
        """A checkout session; without return addresses of its own it has some."""
        body = {
            "amount": 2476,
            "currency": "CLP",
            "success_url": "https://shop.example.com/paid",
            "cancel_url": "https://shop.example.com/back",
            **body,
        }
        path = f"/v{version}/checkout_sessions"
        answer = self.call("POST", path, json=body, headers=headers or {})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def read_session(self, session: dict[str, Any]) -> dict[str, Any]:
        return self.call("GET", f"/v2/checkout_sessions/{session['id']}").json()

    def act(self, session: dict[str, Any], name: str, **body: Any):
        return self.call("POST", f"/control/checkout_sessions/{session['id']}/{name}", json=body)

    def paid(self, **body: Any) -> dict[str, Any]:
        return self.decide(self.create(**body), "succeed").json()

    def refund(self, intent: dict[str, Any], *, headers: Any = None, **body: Any):
        body = {"resource_id": intent["id"], "resource_type": "payment_intent", **body}
        return self.call("POST", "/v1/refunds", json=body, headers=headers or {})

    def read_refund(self, refund: dict[str, Any]) -> dict[str, Any]:
        return self.call("GET", f"/v1/refunds/{refund['id']}").json()

    def decide_refund(self, refund: dict[str, Any], outcome: str, **body: Any):
        return self.call("POST", f"/control/refunds/{refund['id']}/{outcome}", json=body)

    def switch(self, **positions: Any) -> dict[str, Any]:
        """Set switches; a reset puts them back."""
        answer = self.call("POST", "/control/switches", json=positions)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def deliveries(self) -> list[dict[str, Any]]:
        return self.call("GET", "/control/deliveries").json()

    def end(self) -> int:
        self.session.close()
        if self.process.poll() is None:
            self.process.terminate()
        status = self.process.wait(timeout=10)
        self.process.stdout.close()
        if self.process.stderr:
            self.process.stderr.close()
        return status


def start(*arguments: str, stderr: int | None = None) -> subprocess.Popen[str]:
    """Settings inherited from the test run must not reach it: that is tested by passing them on."""
    command = [sys.executable, "-m", "simulator", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=stderr, text=True, env=dict(os.environ)
    )


@contextmanager
def running(*arguments: str):
    simulator = Simulator(start("--port", "0", *arguments))
    try:
        yield simulator
    finally:
        simulator.end()
