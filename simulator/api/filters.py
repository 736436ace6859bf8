"""`since`, `until` and `status` of a list."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

from simulator import switches
from simulator.api.errors import ApiError
from simulator.models import PaymentIntent

Row = TypeVar("Row", bound=Model)


def filtered_intents(request: HttpRequest) -> QuerySet[PaymentIntent]:
    """The payment intents asked for. Raises ApiError."""
    intents = PaymentIntent.objects.order_by("-pk")
    if switches.current().list_omits_created:
        intents = intents.exclude(status=PaymentIntent.Status.CREATED)
    return filtered(request, intents, statuses=PaymentIntent.Status.values)


def filtered(
    request: HttpRequest, rows: QuerySet[Row], *, statuses: Sequence[str]
) -> QuerySet[Row]:
    """Guess: a date without a time includes the whole day. Raises ApiError."""
    if request.GET.get("status"):
        rows = rows.filter(status=_status(request.GET["status"], statuses))
    if request.GET.get("since"):
        rows = rows.filter(created_at__gte=_moment(request, "since"))
    if request.GET.get("until"):
        until = _moment(request, "until")
        if len(request.GET["until"]) == len("2026-01-31"):
            until += timedelta(days=1) - timedelta.resolution
        rows = rows.filter(created_at__lte=until)
    return rows


def _status(text: str, statuses: Sequence[str]) -> str:
    if text not in statuses:
        message = f"status must be one of {', '.join(statuses)}."
        raise ApiError("invalid_enum", message, param="status")
    return text


def _moment(request: HttpRequest, name: str) -> datetime:
    try:
        return as_moment(request.GET[name])
    except ValueError:
        message = f"{name} must be a date such as 2026-01-31, or one with a time."
        raise ApiError("invalid_date", message, param=name) from None


def as_moment(text: str) -> datetime:
    """ISO 8601; UTC unless it says otherwise. Raises ValueError."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(text) from error
