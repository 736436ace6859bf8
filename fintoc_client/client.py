"""FintocClient: one method per endpoint the shop uses. Every call ends in an answer or an error
of `errors.py`, within its deadline."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any, TypeVar
from urllib.parse import quote, urljoin, urlsplit
from uuid import uuid4

import requests

from fintoc_client.deadline import left
from fintoc_client.errors import OutcomeUnknown
from fintoc_client.lanes import Lanes
from fintoc_client.objects import (
    CheckoutSession,
    Page,
    PaymentIntent,
    Refund,
    WebhookEndpoint,
    read_checkout_session,
    read_payment_intent,
    read_refund,
    read_webhook_endpoint,
)
from fintoc_client.strict_json import Unusable
from fintoc_client.transport import exchange, new_session, read_json, seconds_ahead

DEADLINE_SECONDS = 8.0
PAGES_LIMIT = 200
JSON = {"Content-Type": "application/json"}

INTENTS, SESSIONS, REFUNDS = "v1/payment_intents", "v2/checkout_sessions", "v1/refunds"
ENDPOINTS = "v1/webhook_endpoints"

Item = TypeVar("Item", PaymentIntent, CheckoutSession, Refund, WebhookEndpoint)
Reader = Callable[[object], Item]


class FintocClient:
    """Fintoc's API for one secret key. `deadline` is always seconds from the start of the call.

    With `lanes`, only so many calls of a process wait at once; the others raise OutcomeUnknown.
    """

    def __init__(self, *, secret_key: str, api_url: str, lanes: Lanes | None = None) -> None:
        self.api_url, self.lanes = api_url.rstrip("/"), lanes
        self.session = new_session(secret_key)
        self.seconds_ahead: float | None = None  # this machine's clock of Fintoc's, lately

    # --- Payment intents ---

    def create_payment_intent(
        self, *, body: str, idempotency_key: str, deadline: float = DEADLINE_SECONDS
    ) -> PaymentIntent:
        """Create a payment intent from `body`, the exact JSON text (amount in minor units).

        The same body under the same key gives the same intent for at least 24 hours
        (docs: /api/fintoc-api/idempotent-requests, fields: the payment quickstart).
        Raises Refused, Unauthorized, RateLimited or OutcomeUnknown.
        """
        return self._post(
            INTENTS, body, read_payment_intent, key=idempotency_key, deadline=deadline
        )

    def retrieve_payment_intent(
        self, intent_id: str, *, deadline: float = DEADLINE_SECONDS
    ) -> PaymentIntent:
        """Return the payment intent as Fintoc has it now (GET /v1/payment_intents/{id}).

        Raises NotFound, Unauthorized, RateLimited or OutcomeUnknown.
        """
        return self._get(INTENTS, intent_id, read_payment_intent, deadline=deadline)

    def list_payment_intents(
        self, *, since: str = "", until: str = "", deadline: float = DEADLINE_SECONDS
    ) -> Iterator[PaymentIntent]:
        """Yield payment intents, newest first, to the end of the list.

        `since` and `until` are ISO dates; `deadline` holds for each page. Raises as retrieve does,
        and OutcomeUnknown for an item that cannot be read: a list with gaps is never a whole one.
        """
        filters = {"since": since, "until": until}
        yield from self._whole_list(INTENTS, filters, read_payment_intent, deadline=deadline)

    def payment_intents_page(
        self, *, url: str = "", since: str = "", until: str = "", deadline: float = DEADLINE_SECONDS
    ) -> Page[PaymentIntent]:
        """Return one page of the list: the first one, or the one a page before named as next.

        The `Link` header leads on (docs: /api/fintoc-api/pagination). Raises as retrieve does.
        """
        filters = {"since": since, "until": until}
        return self._page(INTENTS, filters, read_payment_intent, url, deadline=deadline)

    # --- Checkout sessions (docs: /api/payments-api/checkout-sessions) ---

    def create_checkout_session(
        self, *, body: str, idempotency_key: str, deadline: float = DEADLINE_SECONDS
    ) -> CheckoutSession:
        """Create the session of a page that Fintoc hosts, from `body`, the exact JSON text.

        A key that is used again answers with the old session, though it may be dead by then: each
        attempt needs its own. Raises as creating an intent does.
        """
        return self._post(
            SESSIONS, body, read_checkout_session, key=idempotency_key, deadline=deadline
        )

    def retrieve_checkout_session(
        self, session_id: str, *, deadline: float = DEADLINE_SECONDS
    ) -> CheckoutSession:
        """Return the session as Fintoc has it now. Raises as retrieving an intent does."""
        return self._get(SESSIONS, session_id, read_checkout_session, deadline=deadline)

    def expire_checkout_session(
        self, session_id: str, *, deadline: float = DEADLINE_SECONDS
    ) -> CheckoutSession:
        """End a session that nobody has begun to pay. Raises Refused if somebody has
        (docs: .../checkout-sessions-expire; with which status is not documented).

        A new key each time: ending it twice does no harm, and Fintoc would repeat a stored 500.
        """
        path = f"{SESSIONS}/{quote(session_id, safe='')}/expire"
        return self._post(path, "{}", read_checkout_session, key=str(uuid4()), deadline=deadline)

    # --- Refunds (docs: /api/payments-api/refunds) ---

    def create_refund(
        self, *, body: str, idempotency_key: str, deadline: float = DEADLINE_SECONDS
    ) -> Refund:
        """Ask for money back to the account it came from. `body` is the exact JSON text.

        Raises Refused, Unauthorized, RateLimited or OutcomeUnknown.
        """
        return self._post(REFUNDS, body, read_refund, key=idempotency_key, deadline=deadline)

    def retrieve_refund(self, refund_id: str, *, deadline: float = DEADLINE_SECONDS) -> Refund:
        """Return the refund as Fintoc has it now. Raises as retrieving an intent does."""
        return self._get(REFUNDS, refund_id, read_refund, deadline=deadline)

    def list_refunds(
        self, *, resource_id: str, since: str = "", deadline: float = DEADLINE_SECONDS
    ) -> Iterator[Refund]:
        """Yield the refunds of one payment intent, to the end of the list.

        Whether Fintoc filters by `resource_id` is not documented, so others are left out here.
        """
        filters = {"resource_id": resource_id, "since": since}
        for refund in self._whole_list(REFUNDS, filters, read_refund, deadline=deadline):
            if refund.resource_id == resource_id:
                yield refund

    def cancel_refund(self, refund_id: str, *, deadline: float = DEADLINE_SECONDS) -> Refund:
        """Stop a refund that is not in progress yet. Raises Refused if it is too late for that."""
        path = f"{REFUNDS}/{quote(refund_id, safe='')}/cancel"
        return self._post(path, "{}", read_refund, key=f"cancel-{refund_id}", deadline=deadline)

    # --- Webhook endpoints (docs: .../webhooks-walkthrough/webhooks-creating-guide) ---

    def create_webhook_endpoint(self, *, body: str, idempotency_key: str) -> WebhookEndpoint:
        """Register an address for events. Raises as creating a refund does."""
        return self._post(
            ENDPOINTS,
            body,
            read_webhook_endpoint,
            key=idempotency_key,
            deadline=DEADLINE_SECONDS,
        )

    def list_webhook_endpoints(self) -> Iterator[WebhookEndpoint]:
        """Yield every address that events go to. Raises as retrieving an intent does."""
        yield from self._whole_list(ENDPOINTS, {}, read_webhook_endpoint, deadline=DEADLINE_SECONDS)

    def send_test_event(self, endpoint_id: str, *, type: str) -> None:
        """Have Fintoc post an event about nothing real to one address (official SDKs: `test`)."""
        url = f"{self.api_url}/{ENDPOINTS}/{quote(endpoint_id, safe='')}/test"
        headers = {**JSON, "Idempotency-Key": str(uuid4())}
        data = json.dumps({"type": type}).encode()
        self._exchange("POST", url, data=data, headers=headers, deadline=DEADLINE_SECONDS)

    # --- What they have in common ---

    def _exchange(
        self, method: str, url: str, *, deadline: float, **options: Any
    ) -> requests.Response:
        """Waiting for a lane is part of the deadline: whoever waits for a page waits for both."""
        ends_at = time.monotonic() + deadline
        with self.lanes.one(within=deadline) if self.lanes else nullcontext():
            answer = exchange(self.session, method, url, deadline=left(ends_at), **options)
        self.seconds_ahead = seconds_ahead(answer)
        return answer

    def _post(self, path: str, body: str, read: Reader[Item], *, key: str, deadline: float) -> Item:
        url = f"{self.api_url}/{path}"
        headers = {**JSON, "Idempotency-Key": key}
        answer = self._exchange("POST", url, data=body.encode(), headers=headers, deadline=deadline)
        return _as(read, read_json(answer))

    def _get(self, kind: str, object_id: str, read: Reader[Item], *, deadline: float) -> Item:
        url = f"{self.api_url}/{kind}/{quote(object_id, safe='')}"
        item = _as(read, read_json(self._exchange("GET", url, deadline=deadline)))
        if item.id != object_id:
            raise OutcomeUnknown("Fintoc answered about another object")
        return item

    def _whole_list(
        self, kind: str, filters: dict[str, str], read: Reader[Item], *, deadline: float
    ) -> Iterator[Item]:
        url = ""
        for _page in range(PAGES_LIMIT):
            page = self._page(kind, filters, read, url, deadline=deadline)
            if page.unusable:
                raise OutcomeUnknown(f"Fintoc's list has an unusable item: {page.unusable[0]}")
            yield from page.items
            if not page.next_url:
                return
            url = page.next_url
        # Ending quietly would say of every later item that Fintoc does not have it.
        raise OutcomeUnknown("Fintoc's list does not end")

    def _page(
        self, kind: str, filters: dict[str, str], read: Reader[Item], url: str, *, deadline: float
    ) -> Page[Item]:
        own_url = self._own_url(url) if url else f"{self.api_url}/{kind}"
        params = None if url else {name: value for name, value in filters.items() if value}
        answer = self._exchange("GET", own_url, params=params, deadline=deadline)
        items = read_json(answer)
        if not isinstance(items, list):
            raise OutcomeUnknown("Fintoc's list is not a list")
        link = answer.links.get("next", {}).get("url")
        next_url = self._own_url(link, seen_on=answer.url) if link else ""
        return _read_page(items, read, next_url)

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


def _as(read: Reader[Item], value: object) -> Item:
    try:
        return read(value)
    except Unusable as error:
        raise OutcomeUnknown(f"Fintoc's answer is not what was asked for: {error}") from error


def _read_page(values: list[object], read: Reader[Item], next_url: str) -> Page[Item]:
    items, unusable = [], []
    for value in values:
        try:
            items.append(read(value))
        except Unusable as reason:
            unusable.append(str(reason))
    return Page(items=items, unusable=unusable, next_url=next_url)
