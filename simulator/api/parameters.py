"""What may be sent to create a payment intent. Keys not named here are ignored.

Fintoc docs: /docs/quickstart-1, /docs/setup-direct-payments-copy, /api/fintoc-api/metadata.
"""

from typing import Any
from urllib.parse import urlsplit

from simulator import switches
from simulator.api.errors import ApiError

CURRENCIES = ("CLP", "MXN")
LARGEST_AMOUNT = 10**15  # Guess: Fintoc names no limit; this one keeps the sum in an integer.
METADATA_KEYS, METADATA_KEY_LENGTH, METADATA_VALUE_LENGTH = 50, 40, 500
ACCOUNT_FIELDS = ("holder_id", "number", "type", "institution_id")


def read_amount(body: dict[str, Any]) -> int:
    """A whole number above zero in the smallest unit: CLP 1000 is $1.000, MXN 1029 is $10.29."""
    amount = required(body, "amount")
    if isinstance(amount, bool) or not isinstance(amount, int):
        message = "amount must be an integer in the currency's smallest unit."
        raise ApiError("invalid_amount", message, param="amount")
    if not 0 < amount <= LARGEST_AMOUNT:
        message = f"amount must be above 0 and at most {LARGEST_AMOUNT}."
        raise ApiError("invalid_amount", message, param="amount")
    return amount


def read_currency(body: dict[str, Any]) -> str:
    """In capitals, however it was written."""
    currency = required(body, "currency")
    if not isinstance(currency, str) or currency.upper() not in CURRENCIES:
        message = f"currency must be one of {', '.join(CURRENCIES)}."
        raise ApiError("invalid_currency", message, param="currency")
    return currency.upper()


def read_customer_email(body: dict[str, Any]) -> str:
    email = body.get("customer_email")
    if email is None:
        return ""
    if not isinstance(email, str) or len(email) > 254:
        message = "customer_email must be text of at most 254 characters."
        raise ApiError("invalid_string", message, param="customer_email")
    return email


def read_metadata(body: dict[str, Any]) -> dict[str, Any]:
    """At most 50 keys of 40 characters; values are text (500), numbers or booleans."""
    metadata = optional_object(body, "metadata") or {}
    if len(metadata) > METADATA_KEYS:
        message = f"metadata has more than {METADATA_KEYS} keys."
        raise ApiError("invalid_hash", message, param="metadata")
    for key, value in metadata.items():
        _check_metadata_item(key, value)
    return metadata


def _check_metadata_item(key: str, value: Any) -> None:
    if len(key) > METADATA_KEY_LENGTH:
        message = f"A metadata key has more than {METADATA_KEY_LENGTH} characters."
        raise ApiError("invalid_string_size", message, param="metadata")
    if not isinstance(value, str | int | float):  # bool is an int
        message = f"metadata.{key} must be text, a number or a boolean."
        raise ApiError("invalid_params", message, param="metadata")
    if isinstance(value, str) and len(value) > METADATA_VALUE_LENGTH:
        message = f"metadata.{key} has more than {METADATA_VALUE_LENGTH} characters."
        raise ApiError("invalid_string_size", message, param="metadata")


def read_recipient_account(body: dict[str, Any], *, currency: str) -> dict[str, Any] | None:
    """Where a direct payment goes, in Chile only; None when Fintoc collects."""
    account = optional_object(body, "recipient_account")
    if account is None:
        return None
    if currency != "CLP":
        message = "recipient_account is for payments in Chile only."
        raise ApiError("invalid_recipient_account", message, param="recipient_account", status=403)
    for field in ACCOUNT_FIELDS:
        if not isinstance(account.get(field), str) or not account[field]:
            message = f"recipient_account needs {field}, as text."
            raise ApiError("invalid_payment_recipient_account", message, param="recipient_account")
    return {field: account[field] for field in ACCOUNT_FIELDS}


def read_business_profile(body: dict[str, Any]) -> dict[str, Any] | None:
    return optional_object(body, "business_profile")


def read_payment_type(body: dict[str, Any]) -> str:
    """The widget pays bank transfers; a cash payment can be expired, or decided by /control/."""
    payment_type = body.get("payment_type") or "bank_transfer"
    if payment_type not in ("bank_transfer", "cash"):
        message = "The simulator knows payment_type bank_transfer and cash."
        raise ApiError("invalid_enum", message, param="payment_type")
    return str(payment_type)


def read_address(body: dict[str, Any], name: str) -> str:
    """An https address, or an http one while `https_only` is off, as it cannot be at Fintoc."""
    address = body[name]
    if not isinstance(address, str) or len(address) > 500 or not is_address(address):
        message = f"{name} must be an address of at most 500 characters."
        raise ApiError("invalid_string", message, param=name)
    if switches.current().https_only and not address.startswith("https://"):
        raise ApiError("invalid_params", f"{name} must start with https://.", param=name)
    return address


def is_address(text: str) -> bool:
    """Whether a browser or a client could go there."""
    try:
        parts = urlsplit(text)
        has_host = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and has_host and text.isprintable()


def required(body: dict[str, Any], name: str) -> Any:
    if body.get(name) is None:
        raise ApiError("missing_parameter", f"Missing required param: {name}", param=name)
    return body[name]


def optional_object(body: dict[str, Any], name: str) -> dict[str, Any] | None:
    value = body.get(name)
    if value is not None and not isinstance(value, dict):
        raise ApiError("invalid_hash", f"{name} must be an object.", param=name)
    return value
