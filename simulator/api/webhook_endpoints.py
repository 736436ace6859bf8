"""/v1/webhook_endpoints: create, list, retrieve, update, delete, test.

Fintoc docs: /guides/resources/webhooks-walkthrough/webhooks-creating-guide. That `test` answers
201 with the event it sends is a guess.
"""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from simulator.api.body import read_json
from simulator.api.endpoint import endpoint
from simulator.api.endpoint_parameters import read_changes, read_new_endpoint
from simulator.api.events import read_type
from simulator.api.finding import find
from simulator.api.paging import numbered_pages
from simulator.models import WebhookEndpoint
from simulator.resources.endpoints import endpoint_as_json, endpoint_when_created
from simulator.webhooks.events import record_test_event


def create(request: HttpRequest) -> JsonResponse:
    """201 with the secret. Raises ApiError."""
    opened = WebhookEndpoint.open(**read_new_endpoint(read_json(request)))
    return JsonResponse(endpoint_when_created(opened), status=201)


def list_all(request: HttpRequest) -> JsonResponse:
    """Newest first. Raises ApiError."""
    return numbered_pages(request, _all().order_by("-pk"), as_json=endpoint_as_json)


def _all() -> QuerySet[WebhookEndpoint]:
    return WebhookEndpoint.objects.exclude(url="")


def retrieve(request: HttpRequest, endpoint_id: str) -> JsonResponse:
    return JsonResponse(endpoint_as_json(_find(endpoint_id)))


def _find(endpoint_id: str) -> WebhookEndpoint:
    return find(_all(), "webhook_endpoint", endpoint_id)


def update(request: HttpRequest, endpoint_id: str) -> JsonResponse:
    """Change what the body names. Raises ApiError."""
    found = _find(endpoint_id)
    found.change(**read_changes(read_json(request)))
    return JsonResponse(endpoint_as_json(found))


def delete(request: HttpRequest, endpoint_id: str) -> HttpResponse:
    """204: nobody listens there any more, and what was under way is dropped."""
    _find(endpoint_id).close()
    return HttpResponse(status=204)


def test(request: HttpRequest, endpoint_id: str) -> JsonResponse:
    """201: send this endpoint an event about something that does not exist. Raises ApiError."""
    found = _find(endpoint_id)
    type = read_type(read_json(request))
    event = record_test_event(type=type, at=timezone.now(), endpoints=[found])
    return JsonResponse(event.as_json, status=201)


collection = endpoint(GET=list_all, POST=create)
single = endpoint(GET=retrieve, PATCH=update, PUT=update, DELETE=delete)
trial = endpoint(POST=test)
