"""Back to an empty simulator with the same keys and endpoints."""

from django.db import transaction
from django.http import HttpRequest, JsonResponse

from simulator import switches
from simulator.control.gate import only
from simulator.models import CheckoutSession, Event, IdempotentResult, PaymentIntent


def forget_everything() -> None:
    """Payments take their planned moves along, events their deliveries."""
    with transaction.atomic():
        Event.objects.all().delete()
        PaymentIntent.objects.all().delete()
        CheckoutSession.objects.all().delete()
        IdempotentResult.objects.all().delete()
    switches.put_back()


def forget(request: HttpRequest) -> JsonResponse:
    forget_everything()
    return JsonResponse({"reset": True})


reset = only(POST=forget)
