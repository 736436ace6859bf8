"""The simulator's control over HTTP, as any test would use it (docs/simulator.md)."""

from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings

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


def decide(intent_id: str, outcome: str, **oddities: Any) -> None:
    """End a payment. Raises NoSimulator."""
    _call(f"payment_intents/{intent_id}/{outcome}", oddities)


def lie(intent_id: str, manner: str) -> None:
    """Tell the shop that a payment succeeded. Raises NoSimulator."""
    _call(f"payment_intents/{intent_id}/lies/{manner}", {})


def fail_next_create(switch: str) -> None:
    """One of the switches that count down, for the next call that creates. Raises NoSimulator."""
    _call("switches", {switch: 1, "only_creates_fail": True})


def panel_of(intent_id: str) -> str:
    """The panel's page of a payment."""
    return f"{settings.FINTOC_API_URL}/panel/payment_intents/{intent_id}"


def _call(path: str, body: dict[str, Any]) -> None:
    require()
    with requests.Session() as session:
        session.trust_env = False  # a proxy has nothing to do on this machine
        try:
            answer = session.post(
                f"{settings.FINTOC_API_URL}/control/{path}", json=body, timeout=TIMEOUT_SECONDS
            )
            answer.raise_for_status()
        except requests.RequestException as error:
            raise NoSimulator(f"The simulator did not do it: {error}") from None
