"""Where the widget's pages are, and how one is drawn."""

from math import ceil
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone

from simulator.models import PaymentIntent
from simulator.money import shown
from simulator.widget.banks import bank_of
from simulator.widget.options import Options
from simulator.widget.progress import BANK, place_of
from simulator.widget.returns import retry_address, way_out
from simulator.widget.words import WORDS


def go_to(step: str, options: Options, **changed: str) -> HttpResponse:
    """The next step, as an address that can be reloaded. `changed` are names in its query."""
    return HttpResponseRedirect(address_of(step, options, **changed), status=303)


def address_of(step: str, options: Options, **changed: str) -> str:
    query = QueryDict(options.query, mutable=True)
    for name, value in changed.items():
        query[name] = value
    return f"/widget/{step}?{query.urlencode()}"


def draw(
    request: HttpRequest,
    page: str,
    *,
    step: str,
    options: Options,
    intent: PaymentIntent,
    events: str = "",
    leave: str = "exit",
    **context: Any,
) -> HttpResponse:
    """A page of the widget. `events` are the names its script reports to the shop, in order;
    `leave` is what closing it means there.

    Fintoc docs: /guides/resources/widget/widget-events.
    """
    place, places = place_of(step, intent, options)
    context |= {
        "intent": intent,
        "amount": shown(intent.amount, intent.currency),
        "bank": bank_of(options.country, options.institution),
        "bank_address": address_of(BANK, options),
        "events": events,
        "place": place,
        "places": places,
        "dies_in": _seconds_left(intent),
        "leave": leave,
        "leave_url": way_out(intent.session, how=leave),
        "retry_url": retry_address(intent.session, intent),
    }
    return _render(request, page, options, context)


def draw_problem(
    request: HttpRequest, options: Options, problem: str, intent: PaymentIntent | None
) -> HttpResponse:
    """400: why there is nothing to show, in the words a developer needs."""
    leave_url = way_out(intent.session, how="exit") if intent else ""
    context = {"events": "on_error", "problem": problem, "leave": "exit", "leave_url": leave_url}
    return _render(request, "problem", options, context, status=400)


def _render(
    request: HttpRequest, page: str, options: Options, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    context |= {
        "options": options,
        "words": WORDS[options.language],
        "language": options.language,
    }
    return render(request, f"simulator/widget/{page}.html", context, status=status)


def _seconds_left(intent: PaymentIntent) -> int | None:
    """Until the token dies under a shopper who is still choosing."""
    if intent.account_chosen_at or intent.status not in ("created", "in_progress"):
        return None
    return max(1, ceil((intent.token_dies_at - timezone.now()).total_seconds()))
