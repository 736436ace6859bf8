"""Any merchant's page that loads the script: nothing of the shop's, and a policy of its own."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.bank_window import BankWindow

HTML = """<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>A merchant</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
<h1>Your order</h1><button>Pay</button>
<script src="{simulator}/js/v1/"></script><script src="/merchant.js"></script></html>"""
SCRIPT = """
const told = [];
const widget = Fintoc.create({
  ...%s,
  onEvent: (name, metadata) => told.push([name, metadata]),
  onSuccess: () => told.push(["onSuccess"]),
  onExit: () => told.push(["onExit"]),
});
document.querySelector("button").addEventListener("click", () => widget.open());
"""
POLICY = "default-src 'none'; img-src data:; script-src 'self' {simulator}; frame-src {simulator}"


class MerchantPage:
    """One page on a port of its own; each `opens` puts other options on it."""

    def __init__(self, simulator: Any) -> None:
        self.simulator = simulator
        self.files: dict[str, tuple[str, str]] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self.files, simulator.url))
        self.url = f"http://localhost:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def opens(
        self, page: Page, intent: dict[str, Any], *, lang: str = "es", **changed: Any
    ) -> BankWindow:
        """The page with the window on it. An option changed to None is left out."""
        options = {
            "publicKey": self.simulator.first_line["public_key"],
            "widgetToken": intent["widget_token"],
            "product": "payments",
            "holderType": "individual",
            "country": "mx" if intent["currency"] == "MXN" else "cl",
            **changed,
        }
        options = {name: value for name, value in options.items() if value is not None}
        html = HTML.format(lang=lang, simulator=self.simulator.url)
        self.files["/"] = ("text/html", html)
        self.files["/merchant.js"] = ("text/javascript", SCRIPT % json.dumps(options))
        page.goto(self.url)
        page.get_by_role("button", name="Pay").click()
        return BankWindow(page)


def told(page: Page) -> list[str]:
    """The names of the events and callbacks so far, in order."""
    return page.evaluate("told.map(([name]) => name)")


def is_told(page: Page, name: str) -> None:
    """Wait for an event or a callback."""
    page.wait_for_function("name => told.some((each) => each[0] === name)", arg=name)


def is_back(page: Page) -> None:
    """The window is gone, and the focus where it was before."""
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page.get_by_role("button", name="Pay")).to_be_focused()


def _handler(files: dict[str, tuple[str, str]], simulator: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content_type, text = files[self.path]
            self.send_response(200)
            self.send_header("Content-Type", f"{content_type}; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY.format(simulator=simulator))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *arguments: object) -> None:
            pass  # what is asked for is in the browser's own log

    return Handler
