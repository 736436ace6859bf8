"""Who pays a checkout session: told with it, or known from an earlier one.

Fintoc docs: /guides/payments/accept-a-payment/save-a-paymentmethod (409 for a known tax id).
"""

from datetime import datetime
from typing import Any

from simulator.api.errors import ApiError, no_such
from simulator.api.parameters import optional_object
from simulator.clock import as_text
from simulator.identifiers import new_customer_id
from simulator.models import CheckoutSession

FIELDS = ("address", "email", "metadata", "name", "phone", "tax_id")


def read_customer(body: dict[str, Any], *, now: datetime) -> dict[str, Any] | None:
    """`customer` as an id or, as /v1 has it, as an object; or `customer_data`. Raises ApiError."""
    if isinstance(body.get("customer"), str):
        return _known(body["customer"])
    given = optional_object(body, "customer_data")
    if given is not None:
        _refuse_known(given)
    given = given or optional_object(body, "customer")
    if not given:
        return None
    return {
        "id": new_customer_id(),
        "object": "customer",
        "mode": "test",
        "created_at": as_text(now),
        **{field: given.get(field) for field in FIELDS},
    }


def _known(customer_id: str) -> dict[str, Any]:
    session = CheckoutSession.objects.filter(customer__id=customer_id).first()
    if session is None or session.customer is None:
        raise no_such("customer", customer_id[:80], param="customer")
    return dict(session.customer)


def _refuse_known(given: dict[str, Any]) -> None:
    """Guess: the code. Fintoc says only that it is a conflict."""
    tax_id = given.get("tax_id")
    value = tax_id.get("value") if isinstance(tax_id, dict) else None
    if not isinstance(value, str):
        return
    if CheckoutSession.objects.filter(customer__tax_id__value=value).exists():
        message = "A customer with this tax_id exists: send its id as customer."
        raise ApiError("customer_already_exists", message, status=409, param="customer_data")
