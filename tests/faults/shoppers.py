"""Shoppers who click Pay on their order's page, a few each second, and how long each waits."""

import re
import threading
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import requests

CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
PATIENCE = 30.0


class Shoppers:
    """`seconds` of every page that answered a click, `answers` by status (0: none)."""

    def __init__(self, shop: Any, orders: Sequence[dict[str, Any]], *, rate: float) -> None:
        self.shop, self.orders, self.rate = shop, orders, rate
        self.seconds: list[float] = []
        self.answers: Counter[int] = Counter()
        self.threads: list[threading.Thread] = []
        with requests.Session() as session:  # a form's key: any page's is good for its cookie
            session.trust_env = False
            page = session.get(f"{shop.url}/orders/{orders[0]['token']}/", timeout=PATIENCE)
            self.cookies = session.cookies.get_dict()
        self.key = CSRF.search(page.text)[1]

    def click_for(self, seconds: float) -> None:
        """Click at the rate, each on another order, until so many seconds are over."""
        began_at = time.monotonic()
        for number in range(int(seconds * self.rate)):
            time.sleep(max(0.0, began_at + number / self.rate - time.monotonic()))
            order = self.orders[number % len(self.orders)]
            thread = threading.Thread(target=self.click, args=[order])
            thread.start()
            self.threads.append(thread)
        for thread in self.threads:
            thread.join()

    def click(self, order: dict[str, Any]) -> int:
        """Click once, and return the status of the answer."""
        began_at, status = time.monotonic(), 0
        with suppress(requests.RequestException):
            status = self.post(order).status_code
        self.seconds.append(time.monotonic() - began_at)
        self.answers[status] += 1
        return status

    def post(self, order: dict[str, Any]) -> requests.Response:
        """What the Pay button sends. Raises requests.RequestException."""
        return requests.post(
            f"{self.shop.url}/orders/{order['token']}/payments/",
            data={"csrfmiddlewaretoken": self.key},
            headers={"Origin": self.shop.url},
            cookies=self.cookies,
            timeout=PATIENCE,
            allow_redirects=False,
        )
