"""/control/deliveries: every delivery with its attempts."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, JsonResponse

from simulator.clock import as_text
from simulator.control.gate import only
from simulator.models import Attempt, Delivery


def list_all(request: HttpRequest) -> JsonResponse:
    """Newest first."""
    found = Delivery.objects.select_related("event__intent", "endpoint").order_by("-pk")
    with transaction.atomic():  # a delivery and its attempts as they were at one moment
        deliveries = [_delivery(delivery) for delivery in found.prefetch_related("attempts")]
    return JsonResponse(deliveries, safe=False)


def _delivery(delivery: Delivery) -> dict[str, Any]:
    intent = delivery.event.intent
    attempts = sorted(delivery.attempts.all(), key=lambda attempt: attempt.number)
    return {
        "event": delivery.event.fintoc_id,
        "type": delivery.event.type,
        "payment_intent": intent.fintoc_id if intent else None,
        "resource": delivery.event.resource_id,
        "endpoint": delivery.endpoint.fintoc_id,
        "url": delivery.endpoint.url,
        "manner": delivery.manner or None,
        "due_at": as_text(delivery.due_at),
        "delivered_at": as_text(delivery.delivered_at),
        "attempts": [_attempt(attempt) for attempt in attempts],
    }


def _attempt(attempt: Attempt) -> dict[str, Any]:
    return {
        "number": attempt.number,
        "started_at": as_text(attempt.started_at),
        "duration_ms": attempt.duration_ms,
        "status": attempt.status,
        "error": attempt.error or None,
        "response": attempt.response,
        "response_headers": attempt.response_headers,
        "request": {
            "url": attempt.url,
            "headers": attempt.request_headers,
            "body": attempt.request_body,
        },
    }


collection = only(GET=list_all)
