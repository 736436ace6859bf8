"""People, bots and Fintoc at a shop's door: what each does, how long it took, and what failed."""

import http.client
import json
import re
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from fintoc_client.signature import sign
from tests.deploy.visitor import Answer, Visitor
from tests.faults.shop import Fintoc

NUMBERS = count(1)
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
TOKEN = re.compile(r'data-widget-token="([^"]+)"')


@dataclass
class Kept:
    """What came of one kind of request."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def timed(self, ask: Callable[[], Answer]) -> Answer | None:
        """Ask, and note how long it took, or how it failed."""
        began_at = time.perf_counter()
        try:
            answer = ask()
        except (OSError, http.client.HTTPException) as error:
            self.failures.append(f"{type(error).__name__}: {error}"[:200])
            return None
        self.seconds.append(time.perf_counter() - began_at)
        if answer.status >= 400:
            self.failures.append(f"{answer.status} {answer.path}")
        return answer

    def percentile(self, share: float) -> float:
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

    def __str__(self) -> str:
        p50, p95, p99 = (self.percentile(share) for share in (0.5, 0.95, 0.99))
        times = f"p50 {p50:.3f} s, p95 {p95:.3f} s, p99 {p99:.3f} s"
        return f"{len(self.seconds)} answered, {len(self.failures)} failed, {times}"


@dataclass
class Door:
    """Where the shop is, where its Fintoc is, and what happened there so far."""

    url: str
    fintoc: Fintoc
    patience: float = 30.0  # seconds
    intents: list[dict[str, object]] = field(default_factory=list)
    orders: list[str] = field(default_factory=list)
    paid: set[object] = field(default_factory=set)  # the intents that the shop was told are

    def come(self) -> Visitor:
        return Visitor(self.url, self.patience)

    def look(self, kept: Kept) -> None:
        """Somebody opens the list of products."""
        with self.come() as visitor:
            kept.timed(lambda: visitor.get("/"))

    def poll(self, kept: Kept) -> None:
        """An order's page asks for its status."""
        if self.orders:
            path = self.orders[next(NUMBERS) % len(self.orders)]
            with self.come() as visitor:
                kept.timed(lambda: visitor.get(f"{path}status.json"))

    def buy(self, kept: Kept) -> None:
        """A whole purchase up to the payment page; each step is a request."""
        with self.come() as visitor:
            front = kept.timed(lambda: visitor.get("/"))
            if front is None:
                return
            slug = re.findall(r'href="/products/([\w-]+)/"', front.text)[0]
            product = kept.timed(lambda: visitor.get(f"/products/{slug}/"))
            self._submit(visitor, kept, product, "/cart/add/", {"product": slug, "quantity": 1})
            page = kept.timed(lambda: visitor.get("/checkout/"))
            person = {"email": "cliente@example.com", "name": "Nombre Apellido", "terms": "on"}
            order = self._submit(visitor, kept, page, "/checkout/", person)
            if order is None or not order.path.startswith("/orders/"):
                kept.failures.append(f"no order: {order and order.path}")
                return
            payment = self._submit(visitor, kept, order, f"{order.path}payments/", {})
        found = TOKEN.search(payment.text) if payment is not None else None
        if found is None:
            kept.failures.append("no payment page")
            return
        self.orders.append(order.path)
        self._remember(found[1].partition("_sec_")[0])

    def _submit(
        self,
        visitor: Visitor,
        kept: Kept,
        page: Answer | None,
        path: str,
        form: dict[str, object],
    ) -> Answer | None:
        """Send the form that is on a page."""
        if page is None or not (token := CSRF.search(page.text)):
            return None
        return kept.timed(lambda: visitor.submit(path, {**form, "csrfmiddlewaretoken": token[1]}))

    def _remember(self, intent_id: str) -> None:
        """The shopper pays, so that what is told of it is true."""
        self.intents.append(self.fintoc.decide(intent_id, "succeed"))

    def tell(self, kept: Kept) -> None:
        """Fintoc posts an event: about one of our payments, else about one that is not ours."""
        number = next(NUMBERS)
        intent = self.intents[number % len(self.intents)] if self.intents else {"id": "pi_x"}
        status = "pending" if number % 2 else "succeeded"
        event = {
            "id": f"evt_load_{time.time_ns()}_{number}",
            "object": "event",
            "type": f"payment_intent.{status}",
            "mode": "test",
            "created_at": "2026-11-22T14:32:07.000Z",
            "data": {"amount": 1, "currency": "CLP", **intent, "status": status},
        }
        body = json.dumps(event).encode()
        secret = self.fintoc.keys["webhook_secret"]
        header = sign(body=body, secret=secret, timestamp=int(time.time()))
        headers = {"Fintoc-Signature": header, "Content-Type": "application/json"}
        with self.come() as fintoc:
            kept.timed(lambda: fintoc.post("/webhooks/fintoc/", body, headers))
        if status == "succeeded":
            self.paid.add(intent["id"])


def at_rates(
    rates: dict[str, tuple[float, Callable[[Kept], None]]], *, seconds: float
) -> dict[str, Kept]:
    """Do each thing so many times a second, whether or not the last ones were answered."""
    kept = {name: Kept() for name in rates}
    begin = time.monotonic() + 0.5
    plan = sorted(
        (begin + number / rate, name)
        for name, (rate, _do) in rates.items()
        for number in range(int(rate * seconds))
    )
    with ThreadPoolExecutor(80) as people:
        for moment, name in plan:
            time.sleep(max(0.0, moment - time.monotonic()))
            people.submit(rates[name][1], kept[name])
    return kept


class SlowSockets:
    """Clients that send a line, or a byte of a form, once a second and never come to an end."""

    def __init__(self, host: str, port: int, *, number: int) -> None:
        self.address, self.is_over = (host, port), threading.Event()
        self.sockets = [socket.create_connection(self.address, 10) for _ in range(number)]
        self.thread = threading.Thread(target=self._drip)

    def __enter__(self) -> "SlowSockets":
        for number, each in enumerate(self.sockets):
            each.sendall(HEADERS if number % 2 else FORM)
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.is_over.set()
        self.thread.join()
        for each in self.sockets:
            each.close()

    def _drip(self) -> None:
        while not self.is_over.wait(1):
            for number, each in enumerate(self.sockets):
                try:
                    each.sendall(b"X-Slow: 1\r\n" if number % 2 else b"a")
                except OSError:  # the proxy gave up on it, so another one comes
                    each.close()
                    self.sockets[number] = socket.create_connection(self.address, 10)
                    self.sockets[number].sendall(HEADERS if number % 2 else FORM)


HEADERS = b"GET / HTTP/1.1\r\nHost: localhost\r\n"
FORM = (
    b"POST /orders/find/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n"
)
