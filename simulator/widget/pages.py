"""Which page of the widget comes next, and how one is drawn."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from simulator.models import PaymentIntent
from simulator.money import shown
from simulator.widget.banks import bank_of
from simulator.widget.options import Options
from simulator.widget.words import WORDS

BANK, LOGIN, ACCOUNT, WAIT = "", "login/", "account/", "wait/"


def right_step(intent: PaymentIntent, options: Options, *, wanted: str) -> str:
    """The step asked for, or the one the payment is really at."""
    if intent.account_chosen_at or intent.status not in ("created", "in_progress"):
        return WAIT
    if wanted == WAIT or bank_of(options.country, options.institution) is None:
        return BANK
    is_logged_in = intent.institution_id == options.institution
    if wanted == ACCOUNT and not is_logged_in:
        return LOGIN
    if wanted == LOGIN and is_logged_in and options.country == "cl":
        return ACCOUNT
    return wanted


def go_to(step: str, options: Options, *, institution: str | None = None) -> HttpResponse:
    """The next step, as an address that can be reloaded."""
    return HttpResponseRedirect(address_of(step, options, institution=institution), status=303)


def address_of(step: str, options: Options, *, institution: str | None = None) -> str:
    query = QueryDict(options.query, mutable=True)
    if institution:
        query["institution_id"] = institution
    return f"/widget/{step}?{query.urlencode()}"


def draw(
    request: HttpRequest,
    page: str,
    *,
    options: Options,
    intent: PaymentIntent | None,
    events: str = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """A page of the widget. `events` are the names its script reports to the shop, in order.

    Fintoc docs: /guides/resources/widget/widget-events.
    """
    context |= {
        "options": options,
        "intent": intent,
        "amount": shown(intent.amount, intent.currency) if intent else "",
        "bank": bank_of(options.country, options.institution) if intent else None,
        "bank_address": address_of(BANK, options),
        "events": events,
        "words": WORDS[options.language],
        "language": options.language,
    }
    return render(request, f"simulator/widget/{page}.html", context, status=status)
