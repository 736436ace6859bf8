"""The log of webhooks: what Fintoc posted, what became of it, and once more if it failed."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from backoffice import words
from backoffice.order_search import EVERYTHING
from backoffice.page import page
from backoffice.paging import about_how_many, paged
from backoffice.roles import PROCESS_AGAIN, SEE_WEBHOOKS, needs
from orders.models import Payment
from webhooks.asked_again import process_for
from webhooks.handlers import HANDLERS
from webhooks.models import PAID_EVENT, Refusal, WebhookEvent

REMEMBERED = timedelta(days=30)  # refusals that may still mean something


class LogForm(forms.Form):
    """The filters of the log."""

    q = forms.CharField(label=gettext_lazy("Id del aviso"), required=False, max_length=255)
    outcome = forms.ChoiceField(
        label=gettext_lazy("Resultado"),
        required=False,
        choices=EVERYTHING + list(words.OUTCOME.items()),
    )
    type = forms.ChoiceField(
        label=gettext_lazy("Tipo"),
        required=False,
        choices=EVERYTHING + [(each, each) for each in HANDLERS],
    )


@needs(SEE_WEBHOOKS)
def webhook_list(request: HttpRequest) -> HttpResponse:
    """GET: newest first, each with the order it matched."""
    form = LogForm(request.GET)
    form.is_valid()  # what is not says so beside its field, and narrows nothing
    filters = form.cleaned_data
    events = paged(WebhookEvent.objects.filter(_narrowed(filters)), request)
    orders = orders_of(events.rows)
    return page(
        request,
        "webhooks.html",
        title=_("Avisos de Fintoc"),
        form=form,
        events=events,
        rows=[{"event": event, "order": orders.get(event.subject_id)} for event in events.rows],
        total=None if any(filters.values()) else about_how_many(WebhookEvent),
        refusals=Refusal.by_reason(since=timezone.localdate() - REMEMBERED),
    )


def _narrowed(filters: dict[str, Any]) -> Q:
    """What is rare has an index of its own, which SQLite takes only where its condition is said."""
    names = {"q": "event_id", "outcome": "outcome", "type": "type"}
    narrow = Q(**{names[name]: value.strip() for name, value in filters.items() if value})
    if filters.get("outcome") not in ("", None, WebhookEvent.APPLIED):
        narrow &= ~Q(outcome=WebhookEvent.APPLIED)
    if filters.get("type") not in ("", None, PAID_EVENT):
        narrow &= ~Q(type=PAID_EVENT)
    return narrow


@needs(SEE_WEBHOOKS)
def webhook_page(request: HttpRequest, event_id: int) -> HttpResponse:
    """GET: one of them with its masked payload."""
    event = get_object_or_404(WebhookEvent, pk=event_id)
    return page(
        request,
        "webhook.html",
        title=event.type or _("Aviso ilegible"),
        event=event,
        order=orders_of([event]).get(event.subject_id),
        may_process=event.may_be_processed_again and request.user.has_perm(PROCESS_AGAIN),
    )


@require_POST
@needs(PROCESS_AGAIN)
def again(request: HttpRequest, event_id: int) -> HttpResponse:
    """POST: process it now. One that was processed stays as it is."""
    event = get_object_or_404(WebhookEvent, pk=event_id, event_id__isnull=False)
    process_for(row=event, cause=request.user.get_username(), now=timezone.now())
    event.refresh_from_db()
    messages.info(request, words.word(words.OUTCOME, event.outcome))
    return HttpResponseRedirect(reverse("admin:webhooks_webhookevent_change", args=[event.pk]))


def orders_of(events: list[WebhookEvent]) -> dict[str, Any]:
    """Which order each payment intent or checkout session in them belongs to, in one query."""
    ids = {event.subject_id for event in events} - {""}
    found = Payment.objects.filter(Q(intent_id__in=ids) | Q(session_id__in=ids))
    rows = found.values_list("intent_id", "session_id", "order_id", "order__number")
    return {
        fintocs_id: {"pk": pk, "number": number}
        for intent_id, session_id, pk, number in rows
        for fintocs_id in (intent_id, session_id)
        if fintocs_id
    }
