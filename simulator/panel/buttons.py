"""Turns the panel's buttons into acts, and goes back to the page that they are on."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from simulator import switches
from simulator.control.gate import local_only
from simulator.control.reset import forget_everything
from simulator.languages import language_of
from simulator.panel import acts

A_WORD = re.compile(r"[a-z0-9_]{0,64}")  # as /control/ takes it
DEFAULT_SECONDS = 3


def button(act: Callable[..., None]) -> Callable[..., HttpResponse]:
    """A view of a button: a press, from this machine only."""

    @local_only
    @require_POST
    def view(request: HttpRequest, **which: str) -> HttpResponse:
        act(request, **which)
        return _back(request)

    return view


def _back(request: HttpRequest) -> HttpResponse:
    """To the page that was left, if it was one of ours, with what it was asked for."""
    left = urlsplit(request.headers.get("Referer", ""))
    if left.netloc == request.get_host() and left.path.startswith("/"):
        path = "/" + left.path.lstrip("/") + (f"?{left.query}" if left.query else "")
    else:
        path = f"/?lang={language_of(request)}"
    return HttpResponseRedirect(path, status=303)


def _reason(request: HttpRequest) -> str:
    reason = request.POST.get("reason", "").strip()
    return reason if A_WORD.fullmatch(reason) else ""


def _seconds(request: HttpRequest) -> int:
    text = request.POST.get("seconds", "")
    return int(text) if text.isascii() and text.isdigit() else DEFAULT_SECONDS


def _payment(request: HttpRequest, intent_id: str, name: str) -> None:
    acts.act_on_payment(intent_id, name, reason=_reason(request))


def _event(request: HttpRequest, event_id: str, manner: str) -> None:
    acts.act_on_event(event_id, manner)


def _session(request: HttpRequest, session_id: str, name: str) -> None:
    acts.act_on_session(session_id, name, reason=_reason(request))


def _refund(request: HttpRequest, refund_id: str, name: str) -> None:
    acts.act_on_refund(refund_id, name)


def _fault(request: HttpRequest, name: str) -> None:
    acts.act_on_api(name, seconds=_seconds(request))


payment = button(_payment)
event = button(_event)
session = button(_session)
refund = button(_refund)
fault = button(_fault)
mend = button(lambda request: switches.put_back())
reset = button(lambda request: forget_everything())
