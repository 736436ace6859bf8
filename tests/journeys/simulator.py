"""The demo's simulator as a merchant sees Fintoc: over HTTP, with its own clock."""

import re
from datetime import datetime
from functools import cached_property
from typing import Any

import requests

from tests.journeys.waiting import eventually


class Simulator:
    """`url` is its panel's address."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def call(self, method: str, path: str, **options: Any) -> Any:
        with requests.Session() as session:
            session.trust_env = False  # a proxy has nothing to do on this machine
            answer = session.request(method, self.url + path, timeout=10, **options)
        assert answer.ok, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer

    @cached_property
    def secret_key(self) -> str:
        """Read where a developer reads it: on the panel."""
        return re.search(r"sk_test_\w+", self.call("GET", "/").text)[0]

    def intents_of(self, order_number: str) -> list[dict[str, Any]]:
        """The payment intents made for an order, oldest first."""
        headers = {"Authorization": self.secret_key}
        intents = self.call("GET", "/v1/payment_intents", headers=headers).json()
        ours = [intent for intent in intents if intent["metadata"]["order"] == order_number]
        return sorted(ours, key=lambda intent: intent["created_at"])

    def expire_session(self, session_id: str) -> None:
        """Let the time of a checkout session be over now."""
        self.call("POST", f"/control/checkout_sessions/{session_id}/expire", json={})

    def decide(self, intent: dict[str, Any], outcome: str) -> None:
        """End a payment now, instead of after the steps and waits of its bank window."""
        self.call("POST", f"/control/payment_intents/{intent['id']}/{outcome}", json={})

    def succeeded_at(self, intent: dict[str, Any]) -> datetime:
        """When a payment that went straight through did so, by the simulator's clock."""
        return datetime.fromisoformat(intent["transaction_date"])

    def deliveries_of(self, intent: dict[str, Any], type: str) -> list[dict[str, Any]]:
        """Webhooks about a payment intent, each with its attempts: the first is written down a
        moment after the shop has heard."""

        def attempted() -> list[dict[str, Any]]:
            deliveries = self.call("GET", "/control/deliveries").json()
            wanted = (intent["id"], type)
            found = [one for one in deliveries if (one["payment_intent"], one["type"]) == wanted]
            return found if all(one["attempts"] for one in found) else []

        return eventually(attempted, what=f"an attempt to tell of {type}")

    def told_at(self, intent: dict[str, Any], type: str) -> datetime:
        """When the shop was first told of an event, which is as soon as it happened."""
        (delivery,) = self.deliveries_of(intent, type)
        return datetime.fromisoformat(delivery["attempts"][0]["started_at"])
