"""/control/idempotency_keys/age: what the API remembers of keys becomes older."""

from datetime import timedelta

from django.http import HttpRequest, JsonResponse

from simulator.control.gate import only
from simulator.control.seconds import read_seconds
from simulator.models import IdempotentResult


def grow_older(request: HttpRequest) -> JsonResponse:
    """Every key at once. Raises ApiError."""
    number = IdempotentResult.grow_older(by=timedelta(seconds=read_seconds(request)))
    return JsonResponse({"keys": number})


age = only(POST=grow_older)
