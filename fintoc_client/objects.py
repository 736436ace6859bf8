"""Fintoc's objects as typed values: strict about what money depends on, tolerant of the rest.

Fields, statuses and event types may be added at any time and ids have no shape
(Fintoc docs: /guides/home/changes), so nothing here enumerates them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, NoReturn, TypeVar
from urllib.parse import urlsplit

from fintoc_client.strict_json import Unusable

ID_LIMIT = 255  # characters; Fintoc's own are under 40
AMOUNT_LIMIT = 2**53  # beyond it, other JSON readers would not agree on the number

Item = TypeVar("Item")


@dataclass(frozen=True, kw_only=True)
class PaymentIntent:
    """One attempt to pay (docs: /reference-link/payment-intents-object)."""

    id: str
    amount: int  # minor units: pesos for CLP, centavos for MXN
    currency: str  # upper-case ISO code
    status: str  # Fintoc's word, known to us or not
    mode: str = ""  # "test" or "live"; absent in the quickstart's sample
    widget_token: str = field(default="", repr=False)  # only in the answer to a create
    error_reason: str = ""
    reference_id: str = ""  # the bank's operation number
    institution_id: str = ""  # the payer's bank
    account_last4: str = ""  # of the payer's account; the rest of it is never kept
    created_at: datetime | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CheckoutSession:
    """What a shopper is sent to Fintoc's page with
    (docs: /api/payments-api/checkout-sessions/checkout-session-object)."""

    id: str
    status: str  # "created", "in_progress", "finished", "expired"; finished does not mean paid
    amount: int | None = None  # minor units; None in one that takes no payment
    currency: str = ""
    mode: str = ""
    redirect_url: str = field(default="", repr=False)  # whoever has it may pay
    expires_at: datetime | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    intent: PaymentIntent | None = None  # the newest one, once somebody has begun to pay


@dataclass(frozen=True, kw_only=True)
class Refund:
    """Money on its way back (docs: /api/payments-api/refunds)."""

    id: str
    amount: int  # minor units
    currency: str
    status: str  # Fintoc's word; `created` and `pending` are the same to it
    resource_id: str  # of the payment intent
    mode: str = ""
    failure_code: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class WebhookEndpoint:
    """Where Fintoc posts events (docs: /guides/resources/webhooks-walkthrough)."""

    id: str
    url: str
    is_enabled: bool
    enabled_events: frozenset[str]
    secret: str = field(default="", repr=False)  # told once, in the answer to its creation


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Item]):
    """One page of a list, newest first (docs: /api/fintoc-api/pagination)."""

    items: Sequence[Item]
    unusable: Sequence[str] = ()  # why an item could not be read
    next_url: str = ""  # "": it was the last one


@dataclass(frozen=True, kw_only=True)
class Event:
    """What a webhook carries: `data` is the resource itself, without a wrapper."""

    id: str
    type: str
    mode: str
    data: Mapping[str, Any] = field(repr=False)  # may name accounts and persons


def read_event(value: Any) -> Event:
    """Read a webhook's envelope; raise Unusable if its id, type or data is missing or odd."""
    document = _mapping(value, "event")
    return Event(
        id=_id(document, "event"),
        type=_text(document, "type") or _refuse("event without a type"),
        mode=_text(document, "mode"),
        data=_mapping(document.get("data"), "data"),
    )


def read_payment_intent(value: Any) -> PaymentIntent:
    """Read a payment intent; raise Unusable if id, amount, currency or status is not usable."""
    document = _mapping(value, "payment intent")
    if document.get("object", "payment_intent") != "payment_intent":
        _refuse("not a payment intent")
    sender = _part(document, "sender_account")
    return PaymentIntent(
        id=_id(document, "payment intent"),
        amount=_amount(document),
        currency=_text(document, "currency").upper() or _refuse("no currency"),
        status=_text(document, "status") or _refuse("no status"),
        mode=_text(document, "mode"),
        widget_token=_text(document, "widget_token"),
        error_reason=_text(document, "error_reason"),
        reference_id=_text(document, "reference_id"),
        institution_id=_text(sender, "institution_id"),
        account_last4=_text(sender, "number")[-4:],
        created_at=_moment(document, "created_at"),
        metadata=_part(document, "metadata"),
    )


def read_checkout_session(value: Any) -> CheckoutSession:
    """Read a checkout session; raise Unusable if it, or the intent in it, is not usable.

    An account's sessions may take cards or no payment at all: what is not ours must not fail.
    """
    document = _mapping(value, "checkout session")
    if document.get("object", "checkout_session") != "checkout_session":
        _refuse("not a checkout session")
    return CheckoutSession(
        id=_id(document, "checkout session"),
        status=_text(document, "status") or _refuse("no status"),
        amount=None if document.get("amount") is None else _amount(document),
        currency=_text(document, "currency").upper(),
        mode=_text(document, "mode"),
        redirect_url=_web_address(document, "redirect_url"),
        expires_at=_moment(document, "expires_at"),
        metadata=_part(document, "metadata"),
        intent=_nested_intent(document),
    )


def _nested_intent(document: Mapping[str, Any]) -> PaymentIntent | None:
    """The intent in `payment_resource`; samples name it, and a session without one has null.

    A resource that is the intent itself, without a name around it, is read as well.
    """
    resource = _part(document, "payment_resource")
    if resource.get("object") == "payment_intent":
        return read_payment_intent(resource)
    nested = resource.get("payment_intent")
    return read_payment_intent(nested) if isinstance(nested, Mapping) else None


def read_refund(value: Any) -> Refund:
    """Read a refund; raise Unusable if what money depends on is not usable."""
    document = _mapping(value, "refund")
    if document.get("object", "refund") != "refund":
        _refuse("not a refund")
    return Refund(
        id=_id(document, "refund"),
        amount=_amount(document),
        currency=_text(document, "currency").upper() or _refuse("no currency"),
        status=_text(document, "status") or _refuse("no status"),
        resource_id=_text(document, "resource_id") or _refuse("no resource_id"),
        mode=_text(document, "mode"),
        failure_code=_text(document, "failure_code"),
        metadata=_part(document, "metadata"),
    )


def read_webhook_endpoint(value: Any) -> WebhookEndpoint:
    """Read a webhook endpoint; raise Unusable. Fintoc's page has `status`, a client `disabled`."""
    document = _mapping(value, "webhook endpoint")
    events = document.get("enabled_events")
    return WebhookEndpoint(
        id=_id(document, "webhook endpoint"),
        url=_text(document, "url"),
        is_enabled=document.get("status") != "disabled" and document.get("disabled") is not True,
        enabled_events=frozenset(map(str, events)) if isinstance(events, list) else frozenset(),
        secret=_text(document, "secret"),
    )


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else _refuse(f"{what} is not an object")


def _part(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = document.get(name)
    return value if isinstance(value, Mapping) else {}


def _id(document: Mapping[str, Any], what: str) -> str:
    value = _text(document, "id")
    if not value or len(value) > ID_LIMIT:
        _refuse(f"{what} without a usable id")
    return value


def _amount(document: Mapping[str, Any]) -> int:
    value = document.get("amount")
    # `True` is an int to Python, and "2476" or 2476.0 would store as 2476: neither is an amount.
    if type(value) is not int or not 0 <= value <= AMOUNT_LIMIT:
        _refuse("amount is not an integer in minor units")
    return value


def _web_address(document: Mapping[str, Any], name: str) -> str:
    """An address a browser may be sent to; "" for any other, `javascript:` among them."""
    value = _text(document, name)
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    return value if parts.scheme in ("http", "https") and parts.hostname else ""


def _moment(document: Mapping[str, Any], name: str) -> datetime | None:
    """A time, with or without milliseconds (both appear in one payload); None if it is neither."""
    try:
        moment = datetime.fromisoformat(_text(document, name))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _text(document: Mapping[str, Any], name: str) -> str:
    """The string under `name`, or "" when it is absent, null or of another type."""
    value = document.get(name)
    if not isinstance(value, str):
        return ""
    if "\x00" in value or not _encodes(value):
        _refuse(f"{name} has characters that cannot be stored")
    return value


def _encodes(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse(reason: str) -> NoReturn:
    raise Unusable(reason)
