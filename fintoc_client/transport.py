"""One HTTP exchange with Fintoc: in time, read to its end, and named by what it means.

Nothing is retried, redirected or believed unread here.
"""

import hashlib
import logging
import time
from email.utils import parsedate_to_datetime

import requests
import urllib3.exceptions
from requests.auth import AuthBase
from urllib3.util import Timeout

from fintoc_client.deadline import DeadlineAdapter
from fintoc_client.errors import (
    FintocError,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Refused,
    Unauthorized,
)
from fintoc_client.strict_json import Unusable, parse_json

API_VERSION = "2026-02-01"  # docs: /guides/home/upgrade-api-version
CONNECT_SECONDS = 2.0
ANSWER_LIMIT = 256 * 1024  # bytes; a page of thirty intents is under 50 KiB
WORD_LIMIT = 200  # characters of each thing Fintoc says when it refuses

log = logging.getLogger(__name__)


def new_session(secret_key: str) -> requests.Session:
    """A session that sends the key and holds every answer to its deadline."""
    session = requests.Session()
    session.auth = _BareKey(secret_key)
    session.mount("http://", DeadlineAdapter())
    session.mount("https://", DeadlineAdapter())
    session.headers.update({"Fintoc-Version": API_VERSION, "Accept": "application/json"})
    return session


def exchange(
    session: requests.Session,
    method: str,
    url: str,
    *,
    deadline: float,
    data: bytes | None = None,
    headers: dict[str, str] | None = None,
    params: dict[str, str] | None = None,
) -> requests.Response:
    """Return a 2xx answer, read whole, within `deadline` seconds. How it went is logged.

    Raises NotFound, Refused, Unauthorized, RateLimited or OutcomeUnknown.
    """
    began_at, outcome = time.perf_counter(), "ok"
    try:
        return _exchange(
            session, method, url, deadline=deadline, data=data, headers=headers, params=params
        )
    except FintocError as error:
        outcome = type(error).__name__
        raise
    finally:
        took_ms = round((time.perf_counter() - began_at) * 1000)
        facts = {"fintoc_outcome": outcome, "took_ms": took_ms}
        log.info("Fintoc: %s %s", method, outcome, extra=facts)


def _exchange(
    session: requests.Session,
    method: str,
    url: str,
    *,
    deadline: float,
    data: bytes | None,
    headers: dict[str, str] | None,
    params: dict[str, str] | None,
) -> requests.Response:
    if deadline <= 0:
        raise OutcomeUnknown("there was no time left to ask Fintoc")
    try:
        answer = session.request(
            method,
            url,
            data=data,
            headers=headers,
            params=params,
            # requests hands it on to urllib3, which its types do not know.
            timeout=Timeout(connect=CONNECT_SECONDS, total=deadline),  # type: ignore[arg-type]
            allow_redirects=False,
            stream=True,
        )
        with answer:
            _read_body(answer)
    # A key or an address that cannot be sent at all is a plain ValueError.
    except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
        raise OutcomeUnknown(f"no answer from Fintoc: {type(error).__name__}") from error
    _raise_for_status(answer)
    return answer


def seconds_ahead(answer: requests.Response) -> float | None:
    """How far this machine's clock is ahead of Fintoc's, by an answer's Date header, if it has one.

    An answer takes its time, and the header has whole seconds: less than a minute says nothing.
    """
    try:
        said = parsedate_to_datetime(answer.headers["Date"])
    except (KeyError, ValueError):
        return None
    return time.time() - said.timestamp()


class _BareKey(AuthBase):
    """The secret key with no scheme word (docs: /api/fintoc-api/authentication).

    As an auth object, and not a session header, it cannot be replaced by a machine's netrc file.
    """

    def __init__(self, secret_key: str) -> None:
        self.secret_key = secret_key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = self.secret_key
        return request


def _read_body(answer: requests.Response) -> None:
    """Fill `answer.content`, read by read, so that no more than the limit is ever in memory."""
    received = bytearray()
    while chunk := answer.raw.read1(8 * 1024, decode_content=True):
        received += chunk
        if len(received) > ANSWER_LIMIT:
            raise OutcomeUnknown("Fintoc's answer is too large")
    answer._content = bytes(received)


def _raise_for_status(answer: requests.Response) -> None:
    status = answer.status_code
    if 200 <= status < 300:
        return
    fingerprint = _stored_failure(answer)
    if status in (401, 403):
        raise Unauthorized(_unauthorized(status))
    if status == 429:
        raise RateLimited("Fintoc is limiting our requests (429)", fingerprint=fingerprint)
    if status in (400, 409, 422) and _says_that_the_key_is_spent(answer):
        raise OutcomeUnknown("Fintoc has another request under this key", key_is_spent=True)
    if status in (400, 402, 404, 422):
        raise _refusal(answer)
    raise OutcomeUnknown(f"Fintoc answered {status}", fingerprint=fingerprint)


def _stored_failure(answer: requests.Response) -> str:
    """What tells one failure that Fintoc stores under a key from another; "" for any other answer.

    A 409 says that the key is busy, and a proxy's redirect says nothing of Fintoc at all.
    """
    if answer.status_code < 500 and answer.status_code != 429:
        return ""
    return hashlib.sha256(b"%d %s" % (answer.status_code, answer.content)).hexdigest()


def _unauthorized(status: int) -> str:
    if status == 401:
        return (
            "Fintoc rejected the secret key (401). Check it at dashboard → API Keys, then restart."
        )
    return "Fintoc forbids this to the shop's account (403). Ask Fintoc what is not enabled."


def _says_that_the_key_is_spent(answer: requests.Response) -> bool:
    """Whether it is the refusal of a key that came with other parameters before.

    Fintoc documents that there is one (/api/fintoc-api/idempotent-requests), not its words; a key
    that is merely busy with a request at the same moment is refused in other words.
    """
    words = " ".join((_error_words(answer) or {}).values()).lower()
    is_busy = any(word in words for word in ("in use", "in_use", "progress", "concurrent"))
    return "idempoten" in words and not is_busy


def _refusal(answer: requests.Response) -> FintocError:
    words = _error_words(answer)
    if words is None:
        # A proxy's own 404 page, say: Fintoc itself always explains a refusal.
        return OutcomeUnknown(f"{answer.status_code} without Fintoc's error object")
    kind = NotFound if answer.status_code == 404 else Refused
    return kind(status=answer.status_code, **words)


def _error_words(answer: requests.Response) -> dict[str, str] | None:
    try:
        document = parse_json(answer.content)
    except Unusable:
        return None
    error = document.get("error") if isinstance(document, dict) else None
    if not isinstance(error, dict):
        return None
    return {name: _word(error.get(name)) for name in ("type", "code", "param", "message")}


def _word(value: object) -> str:
    """What Fintoc says, made fit for logs and for the database."""
    text = value if isinstance(value, str) else ""
    return "".join(character for character in text if character.isprintable())[:WORD_LIMIT]


def read_json(answer: requests.Response) -> object:
    """The JSON value of an answer. Raises OutcomeUnknown."""
    try:
        return parse_json(answer.content)
    except Unusable as error:
        raise OutcomeUnknown(f"Fintoc's answer is {error}") from error
