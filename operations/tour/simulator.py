"""The simulator's control over HTTP, as any test would use it (docs/simulator.md)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

from orders.models import Payment

TIMEOUT_SECONDS = 8
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class NoSimulator(Exception):
    """The demo talks to Fintoc itself, or the simulator does not answer; the message says which."""


def is_there() -> bool:
    """Whether this shop's Fintoc is a simulator on this machine."""
    return urlsplit(settings.FINTOC_API_URL).hostname in LOOPBACK


def require() -> None:
    """Raises NoSimulator."""
    if not is_there():
        raise NoSimulator("Fintoc itself cannot be broken: start the demo without keys in .env.")


def begin(session_id: str) -> str:
    """The shopper begins to pay on Fintoc's page. Returns the payment's id. Raises NoSimulator."""
    session = _call("POST", f"checkout_sessions/{session_id}/start", {})
    return str(session["payment_resource"]["payment_intent"]["id"])


def decide(intent_id: str, outcome: str, **oddities: Any) -> None:
    """End a payment. Raises NoSimulator."""
    _call("POST", f"payment_intents/{intent_id}/{outcome}", oddities)


def lie(intent_id: str, manner: str) -> None:
    """Tell the shop that a payment succeeded. Raises NoSimulator."""
    _call("POST", f"payment_intents/{intent_id}/lies/{manner}", {})


@contextmanager
def next_create(switch: str) -> Iterator[None]:
    """One of the switches that count down, for the next call that creates; put back afterwards,
    used or not: nothing may be left for whoever pays next. Raises NoSimulator."""
    before = _call("GET", "switches")
    _call("POST", "switches", {switch: 1, "only_creates_fail": True})
    try:
        yield
    finally:
        _call("POST", "switches", {name: before[name] for name in (switch, "only_creates_fail")})


def panel_of(payment: Payment) -> str:
    """The panel's page of a payment, or of its session while the shop knows no more of it."""
    if payment.intent_id:
        place = f"payment_intents/{payment.intent_id}"
    else:
        place = f"checkout_sessions/{payment.session_id}"
    return f"{settings.FINTOC_API_URL}/panel/{place}"


def _call(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
    require()
    with requests.Session() as session:
        session.trust_env = False  # a proxy has nothing to do on this machine
        try:
            url = f"{settings.FINTOC_API_URL}/control/{path}"
            answer = session.request(method, url, json=body, timeout=TIMEOUT_SECONDS)
            answer.raise_for_status()
            return answer.json()
        except requests.RequestException as error:
            raise NoSimulator(f"The simulator did not do it: {error}") from None
