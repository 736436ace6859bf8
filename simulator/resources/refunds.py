"""The refund. Fintoc docs: /api/payments-api/refunds."""

from typing import Any

from simulator.clock import as_text
from simulator.models import Refund
from simulator.versions import has_new_names


def refund_as_json(refund: Refund, *, version: str) -> dict[str, Any]:
    """The same wherever it is shown."""
    return {
        "id": refund.fintoc_id,
        "object": "refund",
        "amount": refund.amount,
        "currency": refund.intent.currency,
        "status": refund.status,
        "mode": "test",
        "resource_id": refund.intent.fintoc_id,
        "resource_type": "payment_intent",
        "metadata": refund.metadata,
        "created_at": as_text(refund.created_at),
        "updated_at": as_text(refund.updated_at),
        **(_new_fields(refund) if has_new_names(version) else {}),
    }


def _new_fields(refund: Refund) -> dict[str, Any]:
    return {
        "failure_code": refund.failure_code or None,
        "recipient_account": refund.recipient_account,
    }
