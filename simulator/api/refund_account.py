"""Where a refund goes. Fintoc docs: /api/payments-api/refunds (the refund guide)."""

from typing import Any

from simulator.api.errors import ApiError
from simulator.api.parameters import optional_object

FIELDS = ("holder_id", "holder_name", "institution_id", "number", "type")


def read_refund_account(body: dict[str, Any]) -> dict[str, Any] | None:
    """None: back to the account that paid. Raises ApiError.

    Guess: an account that is named has to be whole but for the holder's name.
    """
    account = optional_object(body, "recipient_account")
    if account is None:
        return None
    for field in FIELDS:
        is_missing = account.get(field) is None and field == "holder_name"
        if not is_missing and not (isinstance(account.get(field), str) and account[field]):
            message = f"recipient_account needs {field}, as text."
            raise ApiError("invalid_recipient_account", message, param="recipient_account")
    return {field: account.get(field) for field in FIELDS}
