"""POST /v1/events/trigger: an event about something that does not exist, to try a webhook out.

That it exists is read from two of Fintoc's clients; its answer is a guess.
"""

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from simulator.api.body import read_json
from simulator.api.endpoint import endpoint
from simulator.api.errors import ApiError
from simulator.api.parameters import optional_object, required
from simulator.models import WebhookEndpoint
from simulator.webhooks.events import record_test_event
from simulator.webhooks.types import DOUBTFUL, SENT


def trigger(request: HttpRequest) -> JsonResponse:
    """201 with the event: `type`, and `overrides` for fields of its data. Raises ApiError."""
    body = read_json(request)
    type = read_type(body)
    event = record_test_event(
        type=type,
        at=timezone.now(),
        overrides=optional_object(body, "overrides") or {},
        endpoints=WebhookEndpoint.listening_to(type),
    )
    return JsonResponse(event.as_json, status=201)


def read_type(body: dict[str, Any]) -> str:
    """One that the simulator can make up an object for. Raises ApiError."""
    type = required(body, "type")
    if type not in (*SENT, *DOUBTFUL):
        message = f"type must be one of {', '.join((*SENT, *DOUBTFUL))}."
        raise ApiError("invalid_enum", message, param="type")
    return str(type)


collection = endpoint(POST=trigger)
