"""`since`, `until` and `status` of the list of payment intents."""

from datetime import UTC, datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest

from simulator.api.errors import ApiError
from simulator.models import PaymentIntent


def filtered(request: HttpRequest) -> QuerySet[PaymentIntent]:
    """Newest first. Guess: a date without a time includes the whole day. Raises ApiError."""
    intents = PaymentIntent.objects.order_by("-pk")
    if request.GET.get("status"):
        intents = intents.filter(status=_status(request.GET["status"]))
    if request.GET.get("since"):
        intents = intents.filter(created_at__gte=_moment(request, "since"))
    if request.GET.get("until"):
        until = _moment(request, "until")
        if len(request.GET["until"]) == len("2026-01-31"):
            until += timedelta(days=1) - timedelta.resolution
        intents = intents.filter(created_at__lte=until)
    return intents


def _status(text: str) -> str:
    if text not in PaymentIntent.Status.values:
        message = f"status must be one of {', '.join(PaymentIntent.Status.values)}."
        raise ApiError("invalid_enum", message, param="status")
    return text


def _moment(request: HttpRequest, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(request.GET[name])
        if moment.tzinfo is None:
            return moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{name} must be a date such as 2026-01-31, or one with a time."
        raise ApiError("invalid_date", message, param=name) from None
