"""What happened in the shop while nobody looked: orders placed over HTTP, and ended at will."""

import re
from typing import Any

import requests

from tests.journeys.simulator import Simulator
from tests.journeys.waiting import eventually

DETAILS = {"email": "cliente@example.com", "name": "Nombre Apellido", "terms": "on"}

HOME = {
    "way": "home",
    "street": "Calle de ejemplo 123",
    "region": "13",
    "comuna": "Providencia",
}


class Weekend:
    """Shoppers without a browser. `shop_url` has no slash at its end."""

    def __init__(self, shop_url: str, simulator: Simulator) -> None:
        self.shop_url = shop_url.rstrip("/")
        self.simulator = simulator

    def order(
        self,
        outcome: str,
        *,
        product: str = "cuaderno-cosido",
        is_sent_home: bool = False,
        **typed: str,
    ) -> str:
        """Buy one piece, take the payment to its `outcome`, and return the order's number. What is
        `typed` stands instead of the usual details."""
        details = {**DETAILS, **(HOME if is_sent_home else {}), **typed}
        with requests.Session() as browser:
            browser.trust_env = False
            browser.get(f"{self.shop_url}/products/{product}/").raise_for_status()
            self._post(browser, "/cart/add/", product=product, quantity="1")
            browser.get(f"{self.shop_url}/checkout/").raise_for_status()
            page = self._post(browser, "/checkout/", **details)
            number = re.search(r"CL-\w{4}-\w{4}", page.text)[0]
            path = page.url.removeprefix(self.shop_url)
            self._post(browser, f"{path}payments/")
        (intent,) = self.simulator.intents_of(number)
        self.simulator.decide(intent, outcome)
        self._is_told(intent)
        return number

    def pays_twice(self, number: str) -> None:
        """Another payment of the same order succeeds, as from a page left open elsewhere."""
        (first,) = self.simulator.intents_of(number)
        headers = {"Authorization": self.simulator.secret_key, "Idempotency-Key": f"twice {number}"}
        body = {key: first[key] for key in ("amount", "currency", "metadata")}
        second = self.simulator.call(
            "POST", "/v1/payment_intents", headers=headers, json=body
        ).json()
        self.simulator.decide(second, "succeed")
        self._is_told(second)

    def posts_unsigned(self) -> None:
        """Somebody who is not Fintoc posts to the webhooks' address."""
        answer = requests.post(f"{self.shop_url}/webhooks/fintoc/", json={}, timeout=10)
        assert answer.status_code == 400

    def _is_told(self, intent: dict[str, Any]) -> None:
        def told() -> bool:
            deliveries = self.simulator.call("GET", "/control/deliveries").json()
            mine = [each for each in deliveries if each["payment_intent"] == intent["id"]]
            return any(attempt["status"] == 200 for each in mine for attempt in each["attempts"])

        eventually(told, what="the webhook")

    def _post(self, browser: requests.Session, path: str, **fields: str) -> requests.Response:
        token = browser.cookies.get("csrftoken", "")
        answer = browser.post(
            self.shop_url + path,
            data={**fields, "csrfmiddlewaretoken": token},
            headers={"Referer": self.shop_url},
        )
        assert answer.ok, f"{path}: {answer.status_code} {answer.text[:500]}"
        return answer
