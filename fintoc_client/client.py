"""FintocClient: one method per endpoint the shop uses. Every call ends in an answer or an error
of `errors.py`, within its deadline; nothing is retried, redirected or believed unread here."""

import hashlib
from collections.abc import Iterator
from urllib.parse import quote, urljoin, urlsplit

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
from fintoc_client.objects import (
    Page,
    PaymentIntent,
    Unusable,
    parse_json,
    read_payment_intent,
)

API_VERSION = "2026-02-01"  # docs: /guides/home/upgrade-api-version
CONNECT_SECONDS = 2.0
DEADLINE_SECONDS = 8.0
ANSWER_LIMIT = 256 * 1024  # bytes; a page of thirty intents is under 50 KiB
PAGES_LIMIT = 200
WORD_LIMIT = 200  # characters of each thing Fintoc says when it refuses


class FintocClient:
    """Fintoc's API for one secret key. `deadline` is always seconds from the start of the call."""

    def __init__(self, *, secret_key: str, api_url: str) -> None:
        self.api_url = api_url.rstrip("/")
        self.session = requests.Session()
        self.session.auth = _BareKey(secret_key)
        self.session.mount("http://", DeadlineAdapter())
        self.session.mount("https://", DeadlineAdapter())
        self.session.headers.update({"Fintoc-Version": API_VERSION, "Accept": "application/json"})

    def create_payment_intent(
        self, *, body: str, idempotency_key: str, deadline: float = DEADLINE_SECONDS
    ) -> PaymentIntent:
        """Create a payment intent from `body`, the exact JSON text (amount in minor units).

        The same body under the same key gives the same intent for at least 24 hours
        (docs: /api/fintoc-api/idempotent-requests, fields: the payment quickstart).
        Raises Refused, Unauthorized, RateLimited or OutcomeUnknown.
        """
        answer = self._call(
            "POST",
            f"{self.api_url}/v1/payment_intents",
            deadline=deadline,
            data=body.encode(),
            headers={"Content-Type": "application/json", "Idempotency-Key": idempotency_key},
        )
        return _read(answer)

    def retrieve_payment_intent(
        self, intent_id: str, *, deadline: float = DEADLINE_SECONDS
    ) -> PaymentIntent:
        """Return the payment intent as Fintoc has it now (GET /v1/payment_intents/{id}).

        Raises NotFound, Unauthorized, RateLimited or OutcomeUnknown.
        """
        path = f"/v1/payment_intents/{quote(intent_id, safe='')}"
        intent = _read(self._call("GET", self.api_url + path, deadline=deadline))
        if intent.id != intent_id:
            raise OutcomeUnknown("Fintoc answered with another payment intent")
        return intent

    def list_payment_intents(
        self, *, since: str = "", until: str = "", deadline: float = DEADLINE_SECONDS
    ) -> Iterator[PaymentIntent]:
        """Yield payment intents, newest first, to the end of the list.

        `since` and `until` are ISO dates; `deadline` holds for each page. Raises as retrieve does,
        and OutcomeUnknown for an item that cannot be read: a list with gaps is never a whole one.
        """
        url = ""
        for _page in range(PAGES_LIMIT):
            page = self.payment_intents_page(url=url, since=since, until=until, deadline=deadline)
            if page.unusable:
                raise OutcomeUnknown(f"Fintoc's list has an unusable item: {page.unusable[0]}")
            yield from page.intents
            if not page.next_url:
                return
            url = page.next_url
        # Ending quietly would say of every later payment that Fintoc does not have it.
        raise OutcomeUnknown("Fintoc's list does not end")

    def payment_intents_page(
        self, *, url: str = "", since: str = "", until: str = "", deadline: float = DEADLINE_SECONDS
    ) -> Page:
        """Return one page of the list: the first one, or the one a page before named as next.

        The `Link` header leads on (docs: /api/fintoc-api/pagination). Raises as retrieve does.
        """
        filters = {name: value for name, value in (("since", since), ("until", until)) if value}
        first = f"{self.api_url}/v1/payment_intents"
        own_url = self._own_url(url) if url else first
        answer = self._call("GET", own_url, deadline=deadline, params=None if url else filters)
        items = _json(answer)
        if not isinstance(items, list):
            raise OutcomeUnknown("Fintoc's list is not a list")
        link = answer.links.get("next", {}).get("url")
        next_url = self._own_url(link, seen_on=answer.url) if link else ""
        return _page(items, next_url)

    def _own_url(self, link: str, *, seen_on: str = "") -> str:
        try:
            url = urljoin(seen_on or self.api_url, link)
            host = urlsplit(url)[:2]
        except ValueError as error:
            raise OutcomeUnknown("Fintoc's list continues at no address") from error
        # The key goes with every request, so a link to another host is never followed.
        if host != urlsplit(self.api_url)[:2]:
            raise OutcomeUnknown("Fintoc's list continues on another host")
        return url

    def _call(
        self,
        method: str,
        url: str,
        *,
        deadline: float,
        data: bytes | None = None,
        headers: dict[str, str] | None = None,
        params: dict[str, str] | None = None,
    ) -> requests.Response:
        if deadline <= 0:
            raise OutcomeUnknown("there was no time left to ask Fintoc")
        try:
            answer = self.session.request(
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


def _page(items: list[object], next_url: str) -> Page:
    intents, unusable = [], []
    for item in items:
        try:
            intents.append(read_payment_intent(item))
        except Unusable as reason:
            unusable.append(str(reason))
    return Page(intents=intents, unusable=unusable, next_url=next_url)


def _read(answer: requests.Response) -> PaymentIntent:
    return _as_intent(_json(answer))


def _json(answer: requests.Response) -> object:
    try:
        return parse_json(answer.content)
    except Unusable as error:
        raise OutcomeUnknown(f"Fintoc's answer is {error}") from error


def _as_intent(value: object) -> PaymentIntent:
    try:
        return read_payment_intent(value)
    except Unusable as error:
        raise OutcomeUnknown(f"Fintoc's answer is not a payment intent: {error}") from error
