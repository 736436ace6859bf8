"""What may be sent to create or to change a webhook endpoint.

Fintoc docs: /guides/resources/webhooks-walkthrough/webhooks-creating-guide.
"""

import re
from collections.abc import Callable
from typing import Any

from simulator.api.errors import ApiError
from simulator.api.parameters import read_address, required

TYPE = re.compile(r"[a-z_]{1,40}(\.[a-z_]{1,40}){1,2}")
NOT_SUBSCRIBABLE = ("link.created",)
MOST_EVENTS = 200
LONGEST_DESCRIPTION = 1000


def read_new_endpoint(body: dict[str, Any]) -> dict[str, Any]:
    """`url` and `enabled_events` have to be there. Raises ApiError."""
    required(body, "url")
    required(body, "enabled_events")
    return read_changes(body)


def read_changes(body: dict[str, Any]) -> dict[str, Any]:
    """The fields that the body names. Raises ApiError."""
    return {
        field: read(body) for name, (field, read) in READERS.items() if body.get(name) is not None
    }


def _url(body: dict[str, Any]) -> str:
    return read_address(body, "url")


def _enabled_events(body: dict[str, Any]) -> list[str]:
    """Words such as `payment_intent.succeeded`. Types that Fintoc may add are taken, too."""
    types = body["enabled_events"]
    if not isinstance(types, list) or not 0 < len(types) <= MOST_EVENTS:
        message = "enabled_events must be a list of event types, with at least one."
        raise ApiError("invalid_array", message, param="enabled_events")
    for type in types:
        is_type = isinstance(type, str) and TYPE.fullmatch(type) and type not in NOT_SUBSCRIBABLE
        if not is_type:
            message = "enabled_events has something that cannot be subscribed to."
            raise ApiError("invalid_webhook_subscription", message, param="enabled_events")
    return types


def _description(body: dict[str, Any]) -> str:
    description = body["description"]
    if not isinstance(description, str) or len(description) > LONGEST_DESCRIPTION:
        message = f"description must be text of at most {LONGEST_DESCRIPTION} characters."
        raise ApiError("invalid_string", message, param="description")
    return description


def _is_disabled(body: dict[str, Any]) -> bool:
    if not isinstance(body["disabled"], bool):
        raise ApiError("invalid_boolean", "disabled must be true or false.", param="disabled")
    return body["disabled"]


def _status(body: dict[str, Any]) -> bool:
    """Guess: that the word the object shows may be sent as well."""
    if body["status"] not in ("enabled", "disabled"):
        raise ApiError("invalid_enum", "status must be enabled or disabled.", param="status")
    return bool(body["status"] == "disabled")


Reader = Callable[[dict[str, Any]], Any]
READERS: dict[str, tuple[str, Reader]] = {
    "url": ("url", _url),
    "enabled_events": ("enabled_events", _enabled_events),
    "description": ("description", _description),
    "disabled": ("is_disabled", _is_disabled),
    "status": ("is_disabled", _status),
}
