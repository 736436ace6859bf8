"""Somebody at a shop's door: one connection, their cookies, and their way along redirects.

Whoever measures a shop shares its machine, so no more is done here for a request than sending it
takes: `requests` costs as much as the shop's shorter answers.
"""

import http.client
from dataclasses import dataclass
from http.cookies import SimpleCookie
from types import TracebackType
from typing import Self
from urllib.parse import urlencode, urlsplit

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Answer:
    """`text` is what the page says; `path` is where the answer came from in the end."""

    status: int
    path: str
    text: str


class Visitor:
    """Comes to `url`, and waits for each answer `patience` seconds at most."""

    def __init__(self, url: str, patience: float) -> None:
        self.url = url
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=patience)
        self.cookies: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.connection.close()

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, b"", {})

    def submit(self, path: str, form: dict[str, object]) -> Answer:
        """Post a form of this shop's own."""
        return self.post(path, urlencode(form).encode(), {**FORM, "Origin": self.url})

    def post(self, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        return self._ask("POST", path, body, headers)

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        told = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body or None, {**headers, "Cookie": told})
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(cookie).items()}
        if answer.status in (302, 303):
            return self.get(answer.headers["Location"])
        return Answer(answer.status, path, text)
