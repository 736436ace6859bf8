"""/checkout/<id>: where a checkout session's `redirect_url` leads, on to the widget's own steps.

Fintoc docs: /guides/payments/accept-a-payment. Guess: what this page looks like and says.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from simulator.languages import language_of
from simulator.models import Account, CheckoutSession, PaymentIntent
from simulator.money import shown
from simulator.not_found import not_found
from simulator.sessions import SessionRefused, start_payment
from simulator.widget.embedded import COUNTRY_OF
from simulator.widget.returns import after, way_out
from simulator.widget.words import WORDS


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, session_id: str) -> HttpResponse:
    """What is to be paid and to whom; POST begins, or goes on with what has begun."""
    session = CheckoutSession.objects.filter(fintoc_id=session_id).first()
    if session is None or not session.redirect_url:
        return not_found(request)
    language = language_of(request)
    is_payable = session.is_open and timezone.now() < session.expires_at
    if request.method == "POST" and is_payable:
        try:
            intent = start_payment(session_id=session_id)
        except SessionRefused:
            is_payable = False  # it ended just now
        else:
            return HttpResponseRedirect(first_step(intent, language=language), status=303)
    context = {
        "is_payable": is_payable,
        "is_expired": not is_payable and session.status != session.Status.FINISHED,
        "amount": shown(session.amount, session.currency),
        "merchant": (session.business_profile or {}).get("name", ""),
        "leave_url": way_out(session, how=after(session.newest_intent())),
        "words": WORDS[language],
        "language": language,
    }
    return render(request, "simulator/widget/hosted.html", context)


def first_step(intent: PaymentIntent, *, language: str) -> str:
    """What a shop's page would have handed the widget."""
    options = {
        "public_key": Account.the_one().public_key,
        "widget_token": intent.widget_token,
        "product": "payments",
        "holder_type": "individual",
        "country": COUNTRY_OF[intent.currency],
        "lang": language,
    }
    return f"/widget/?{urlencode(options)}"
