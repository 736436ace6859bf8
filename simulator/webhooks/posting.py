"""One attempt at a delivery: an HTTP request, and the answer to it."""

from dataclasses import dataclass, field

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError
from urllib3.util import Timeout

from simulator import switches
from simulator.webhooks.deadline import DeadlineAdapter

EXCERPT_BYTES = 1000
LONGEST_HEADER = 500


@dataclass(frozen=True)
class Posted:
    """What is sent."""

    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """A status, or an error when there was none."""

    status: int | None = None
    error: str = ""
    excerpt: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def is_success(self) -> bool:
        """Any 2xx and nothing else. Fintoc docs: .../webhooks-creating-guide."""
        return self.status is not None and 200 <= self.status < 300


def post(request: Posted) -> Answer:
    """Post once, following no redirect. Never raises for what the other side does.

    Fintoc does not say how long it waits: a switch. It is for the whole exchange.
    """
    seconds = switches.current().delivery_timeout_seconds
    with requests.Session() as session:
        session.trust_env = False  # a proxy of this machine is not for the shop on it
        session.mount("http://", DeadlineAdapter())
        session.mount("https://", DeadlineAdapter())
        try:
            with session.post(
                request.url,
                data=request.body,
                headers=request.headers,
                # requests hands it on to urllib3, which its types do not know.
                timeout=Timeout(total=seconds),  # type: ignore[arg-type]
                allow_redirects=False,
                stream=True,
            ) as response:
                return _read(response)
        except (requests.Timeout, ReadTimeoutError):
            return Answer(error=f"No answer within {seconds} s.")
        except (requests.RequestException, HTTPError, ValueError) as error:
            return Answer(error=_reason(error))


def _read(response: requests.Response) -> Answer:
    excerpt = response.raw.read(EXCERPT_BYTES, decode_content=True)
    headers = {name: value[:LONGEST_HEADER] for name, value in response.headers.items()}
    return Answer(
        status=response.status_code, excerpt=excerpt.decode("utf-8", "replace"), headers=headers
    )


def _reason(error: Exception) -> str:
    if isinstance(error, requests.ConnectionError):
        return "The connection was refused or broken."
    return f"{type(error).__name__}: {error}"[:200]
