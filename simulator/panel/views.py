"""The panel's pages: everything there is, one of each kind, what can be broken, and why."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from simulator import switches
from simulator.control.gate import local_only
from simulator.languages import language_of
from simulator.models import Account, CheckoutSession, Event, PaymentIntent, WebhookEndpoint
from simulator.moves import REASONS
from simulator.panel import rows
from simulator.panel.actions import MONEY, ONCE, PAGE, STATES, Action
from simulator.panel.advice import ADVICE
from simulator.panel.why import read_why
from simulator.panel.words import WORDS
from simulator.webhooks.manners import LIES, OF_AN_EVENT, OF_AN_OUTCOME

NO_FAULT = ("only_creates_fail",)  # it says of faults whom they fall on


@local_only
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Newest first, a screenful of each."""
    WebhookEndpoint.the_one()  # keeps its place
    return _page(
        request,
        "home",
        account=Account.the_one(),
        endpoints=WebhookEndpoint.objects.order_by("pk"),
        payments=rows.payments(),
        sessions=rows.sessions(),
        refunds=rows.refunds_of(),
        events=rows.events(),
    )


@local_only
@require_GET
def payment(request: HttpRequest, intent_id: str) -> HttpResponse:
    """One payment, with everything that can happen to it."""
    intent = get_object_or_404(PaymentIntent, fintoc_id=intent_id)
    row = rows.payment(intent)
    path = f"payment_intents/{intent_id}/"
    groups = {"decide": _actions(request, path, [*row.outcomes, "jump"])}
    if "succeed" in row.outcomes or "resolve" in row.outcomes:
        groups["told"] = _actions(request, path + "told.", OF_AN_OUTCOME)
        groups["money"] = _actions(request, path + "money.", MONEY)
    groups["lie"] = _actions(request, path + "lie.", LIES)
    return _page(
        request,
        "payment",
        row=row,
        groups=groups,
        events=rows.events(Q(intent=intent) | Q(refund__intent=intent)),
        refunds=rows.refunds_of(intent=intent),
    )


@local_only
@require_GET
def session(request: HttpRequest, session_id: str) -> HttpResponse:
    """One checkout session, what can happen to it while it is open, and its payments."""
    found = get_object_or_404(CheckoutSession, fintoc_id=session_id)
    row = rows.session(found)
    names = [*row.outcomes, "jump"] if row.outcomes else []
    return _page(
        request,
        "session",
        row=row,
        groups={"decide": _actions(request, f"checkout_sessions/{session_id}/", names)},
        events=rows.events(Q(session=found) | Q(intent__session=found)),
    )


@local_only
@require_GET
def event(request: HttpRequest, event_id: str) -> HttpResponse:
    """One event: what was sent and answered, and the ways to tell it again."""
    found = get_object_or_404(Event, fintoc_id=event_id)
    groups = {"tell_again": _actions(request, f"events/{event_id}/", OF_AN_EVENT)}
    deliveries = rows.deliveries(found)
    return _page(request, "event", row=rows.event(found), deliveries=deliveries, groups=groups)


@local_only
@require_GET
def faults(request: HttpRequest) -> HttpResponse:
    """Everything that can be wrong with the API and with the page."""
    groups = {
        "state": _actions(request, "faults/", STATES),
        "page": _actions(request, "faults/", PAGE),
        "api": _actions(request, "faults/", ONCE),
    }
    return _page(request, "faults", groups=groups)


@local_only
@require_GET
def why(request: HttpRequest) -> HttpResponse:
    """docs/break-it.md, which the buttons link into."""
    blocks = read_why(language_of(request))
    return _page(request, "why", blocks=blocks, status=200 if blocks else 404)


def _actions(request: HttpRequest, path: str, names: tuple[str, ...] | list[str]) -> list[Action]:
    advice = ADVICE[language_of(request)]
    return [Action(name, f"{path}{name}", *advice[name]) for name in names]


def _page(request: HttpRequest, page: str, *, status: int = 200, **context: Any) -> HttpResponse:
    language = language_of(request)
    context |= {
        "page": page,
        "language": language,
        "words": WORDS[language],
        "changed": {n: p for n, p in switches.changed().items() if n not in NO_FAULT},
        "reasons": REASONS,
    }
    return render(request, f"simulator/panel/{page}.html", context, status=status)
