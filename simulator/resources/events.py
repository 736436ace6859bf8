"""The event. Fintoc docs: /api/main-resources/events-reference/events-object."""

from typing import Any

from simulator.clock import as_text
from simulator.models import Event


def event_as_json(event: Event, *, data: dict[str, Any]) -> dict[str, Any]:
    """The event; `data` is the resource itself, with nothing wrapped around it."""
    return {
        "id": event.fintoc_id,
        "object": "event",
        "type": event.type,
        "mode": "test",
        "created_at": as_text(event.created_at),
        "data": data,
    }
