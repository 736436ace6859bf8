"""Shows the panel, and turns its buttons into the same decisions as /control/."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from simulator.control.gate import local_only
from simulator.control.reset import forget_everything
from simulator.languages import language_of
from simulator.models import Account, Delivery, PaymentIntent, WebhookEndpoint
from simulator.money import shown
from simulator.moves import OUTCOMES, REASONS, MoveRefused, decide, is_possible
from simulator.panel.words import WORDS

MOST_ROWS = 50


@local_only
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Newest first, a screenful of each."""
    language = language_of(request)
    deliveries = Delivery.objects.select_related("event").order_by("-pk")
    context = {
        "language": language,
        "words": WORDS[language],
        "account": Account.the_one(),
        "endpoint": WebhookEndpoint.the_one(),
        "payments": [_row(i) for i in PaymentIntent.objects.order_by("-pk")[:MOST_ROWS]],
        "deliveries": deliveries.prefetch_related("attempts")[:MOST_ROWS],
        "reasons": REASONS,
    }
    return render(request, "simulator/panel/home.html", context)


def _row(intent: PaymentIntent) -> dict[str, object]:
    return {
        "intent": intent,
        "amount": shown(intent.amount, intent.currency),
        "order": intent.metadata.get("order", ""),
        "outcomes": [name for name in OUTCOMES if is_possible(intent, outcome=name)],
    }


@local_only
@require_POST
def outcome(request: HttpRequest, intent_id: str, name: str) -> HttpResponse:
    """A press on a payment that has moved on meanwhile changes nothing; the panel shows why."""
    reason = request.POST.get("reason", "")
    if name in OUTCOMES and (not reason or reason in REASONS):
        _ignoring_what_is_too_late(lambda: decide(intent_id=intent_id, outcome=name, reason=reason))
    return _back(request)


def _ignoring_what_is_too_late(act: Callable[[], object]) -> None:
    try:
        act()
    except (MoveRefused, PaymentIntent.DoesNotExist):
        return


@local_only
@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    forget_everything()
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(f"/?lang={language_of(request)}", status=303)
