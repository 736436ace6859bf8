"""What of an event is kept: everything but account numbers, the persons behind them, and tokens."""

from collections.abc import Mapping
from typing import Any

from orders.text import storable

HIDDEN = frozenset({"holder_id", "holder_name"})
DROPPED = frozenset({"widget_token", "session_token"})


def masked(value: Any) -> Any:
    """Return a copy of a JSON value with account numbers cut to four digits and ids hidden."""
    if isinstance(value, Mapping):
        return {storable(key): _masked_field(key, field) for key, field in value.items()}
    if isinstance(value, list):
        return [masked(item) for item in value]
    return storable(value) if isinstance(value, str) else value


def _masked_field(key: str, value: Any) -> Any:
    if key in DROPPED:
        return None
    if key in HIDDEN and value is not None:
        return "…"
    if key == "number" and isinstance(value, str):
        return "…" + storable(value[-4:])
    return masked(value)
