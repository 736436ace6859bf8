"""/control/events: every event, and telling one of them again in a manner of one's choice."""

from django.http import HttpRequest, JsonResponse

from simulator.api.errors import ApiError, no_such
from simulator.control.gate import only
from simulator.models import Event
from simulator.webhooks.manners import OF_AN_EVENT
from simulator.webhooks.retelling import CannotBeAltered, retell


def list_all(request: HttpRequest) -> JsonResponse:
    """As they were sent, newest first."""
    return JsonResponse([event.as_json for event in Event.objects.order_by("-pk")], safe=False)


def tell_again(request: HttpRequest, event_id: str, manner: str) -> JsonResponse:
    """The event that was told: a new one, if it is about other facts. Raises ApiError."""
    if manner not in OF_AN_EVENT:
        message = f"Unknown manner: {manner[:40]}. They are {', '.join(OF_AN_EVENT)}."
        raise ApiError("invalid_url", message, status=404)
    try:
        return JsonResponse(retell(event_id=event_id, manner=manner).as_json)
    except Event.DoesNotExist:
        raise no_such("event", event_id) from None
    except CannotBeAltered as refused:
        raise ApiError("operation_not_allowed", str(refused), status=409) from None


collection = only(GET=list_all)
telling = only(POST=tell_again)
