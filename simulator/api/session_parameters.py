"""What may be sent to create a checkout session. Keys not named here are ignored.

Fintoc docs: /api/payments-api/checkout-sessions, /v2023-11-15/.../create-checkout-session. Either
version's names are taken in either version, as Fintoc's own samples mix them.
"""

from datetime import datetime, timedelta
from typing import Any

from simulator import switches
from simulator.api.customers import read_customer
from simulator.api.errors import ApiError
from simulator.api.filters import as_moment
from simulator.api.parameters import (
    optional_object,
    read_address,
    read_amount,
    read_business_profile,
    read_currency,
    read_customer_email,
    read_metadata,
    read_recipient_account,
    required,
)

SHORTEST_LIFE = timedelta(minutes=10)  # known from third parties
LONGEST_LIFE = timedelta(days=366)  # Guess
NAMES = {"payment_intent": "bank_transfer", "payment_initiation": "bank_transfer"}
LIVES = {"fifteen_minutes": timedelta(minutes=15), "a_day": timedelta(days=1)}
METHODS = ("bank_transfer", "card", "installment", "cash")
MOST_LINE_ITEMS = 100  # Guess


def read_session(body: dict[str, Any], *, now: datetime) -> dict[str, Any]:
    """The fields of a new session. Raises ApiError."""
    _check_flow(body)
    currency = read_currency(body)
    return {
        "amount": read_amount(body),
        "currency": currency,
        "customer_email": read_customer_email(body),
        "customer": read_customer(body, now=now),
        "metadata": read_metadata(body),
        "business_profile": read_business_profile(body),
        "line_items": _line_items(body),
        "payment_method_types": _types(body),
        "payment_method_options": _options(body, currency=currency),
        "expires_at": _life(_expires_at(body, now=now), now=now),
        **_return_addresses(body),
    }


def _check_flow(body: dict[str, Any]) -> None:
    if body.get("flow", "payment") not in (None, "payment"):
        raise ApiError("invalid_enum", "The simulator knows flow payment only.", param="flow")


def _return_addresses(body: dict[str, Any]) -> dict[str, str]:
    """Both, or neither: without them the session is embedded in the shop's own page."""
    names = ("success_url", "cancel_url")
    is_embedded = body.get("ui_mode") == "embedded" or not any(body.get(name) for name in names)
    if is_embedded:
        return {}
    for name in names:
        required(body, name)
    return {name: read_address(body, name) for name in names}


def _life(asked: datetime | None, *, now: datetime) -> datetime | None:
    """When it ends: Fintoc may not give what is asked for, and its docs tell of two lives."""
    position = switches.current().session_life
    return now + LIVES[position] if position in LIVES else asked


def _expires_at(body: dict[str, Any], *, now: datetime) -> datetime | None:
    if body.get("expires_at") is None:
        return None
    try:
        moment = as_moment(body["expires_at"])
    except (TypeError, ValueError):
        message = "expires_at must be a time in ISO 8601."
        raise ApiError("invalid_expires_at", message, param="expires_at") from None
    if not now + SHORTEST_LIFE <= moment <= now + LONGEST_LIFE:
        message = "expires_at must be at least 10 minutes ahead, and within a year."
        raise ApiError("invalid_expires_at", message, param="expires_at")
    return moment


def _types(body: dict[str, Any]) -> list[str]:
    name = "payment_method_types" if "payment_method_types" in body else "payment_methods"
    types = body.get(name)
    if types is None:
        return ["bank_transfer"]
    if not isinstance(types, list) or not types:
        raise ApiError("invalid_array", f"{name} must be a list with something in it.", param=name)
    known = [NAMES.get(type, type) for type in types if isinstance(type, str)]
    if len(known) < len(types) or not set(known) <= set(METHODS):
        message = f"{name} may have {', '.join((*METHODS, *NAMES))}."
        raise ApiError("invalid_enum", message, param=name)
    return list(dict.fromkeys(known))


def _options(body: dict[str, Any], *, currency: str) -> dict[str, Any]:
    given = optional_object(body, "payment_method_options") or {}
    options = {}
    for name in given:
        method = NAMES.get(name, name)
        if method not in METHODS:
            message = f"There is no payment method {name[:40]}."
            raise ApiError("invalid_enum", message, param="payment_method_options")
        options[method] = optional_object(given, name) or {}
    transfer = options.get("bank_transfer", {})
    account = read_recipient_account(transfer, currency=currency)
    if account:
        options["bank_transfer"] = {**transfer, "recipient_account": account}
    return options


def _line_items(body: dict[str, Any]) -> list[Any]:
    items = body.get("line_items")
    if items is None:
        return []
    is_list = isinstance(items, list) and len(items) <= MOST_LINE_ITEMS
    if not is_list or not all(isinstance(item, dict) for item in items):
        message = f"line_items must be a list of at most {MOST_LINE_ITEMS} objects."
        raise ApiError("invalid_array", message, param="line_items")
    return list(items)
