"""The steps in the iframe: plain forms, each posted to its own address and redirected onward."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from simulator.models import PaymentIntent
from simulator.moves import REASONS
from simulator.widget import special_values
from simulator.widget.banks import BANKS, bank_of
from simulator.widget.options import Options
from simulator.widget.outcome_pages import OUTCOME_PAGES
from simulator.widget.pages import ACCOUNT, BANK, LOGIN, WAIT, draw, go_to
from simulator.widget.paying import log_in, pay_from
from simulator.widget.problems import find_intent
from simulator.widget.steps import step


@step(BANK)
def bank(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    """Choose a bank: `institution`."""
    chosen = bank_of(options.country, request.POST.get("institution", ""))
    if chosen:
        return go_to(LOGIN, options, institution=chosen.id)
    return draw(
        request,
        "bank",
        options=options,
        intent=intent,
        events="on_available_institutions",
        banks=BANKS[options.country],
        error="choose_bank_error" if request.method == "POST" else "",
    )


@step(LOGIN)
def login(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    """Chile: `rut` and `password`. Mexico: `phone`, and with it how the payment ends."""
    if options.country == "mx":
        return _phone(request, options, intent)
    rut = options.username or request.POST.get("rut", "")
    error = ""
    if request.method == "POST":
        if special_values.is_known_login(rut=rut, password=request.POST.get("password", "")):
            holder_id = special_values.plain(rut)
            log_in(intent.fintoc_id, holder_id=holder_id, institution_id=options.institution)
            return go_to(ACCOUNT, options)
        error = "login_error"
    return draw(
        request,
        "login",
        options=options,
        intent=intent,
        events="on_authentication_form",
        error=error,
        rut=rut,
    )


def _phone(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    phone = options.username or request.POST.get("phone", "")
    if request.method == "POST" and special_values.is_known_phone(phone):
        log_in(
            intent.fintoc_id,
            holder_id=special_values.MX_HOLDER_ID,
            institution_id=options.institution,
        )
        return _pay(request, options, intent)
    return draw(
        request,
        "phone",
        options=options,
        intent=intent,
        events="codi_username_required",
        error="phone_error" if request.method == "POST" else "",
        phone=phone,
        **_endings(request),
    )


@step(ACCOUNT)
def account(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    """Chile: the `account` to pay from, which decides how it ends; for one of them a `reason`."""
    if request.method == "POST":
        return _pay(request, options, intent)
    return draw(
        request,
        "account",
        options=options,
        intent=intent,
        events="selecting_account",
        **_endings(request),
    )


def _endings(request: HttpRequest) -> dict[str, Any]:
    first = special_values.ENDINGS[0].number
    return {
        "endings": special_values.ENDINGS,
        "chosen": request.POST.get("account", first),
        "reasons": REASONS,
        "reason": request.POST.get("reason", REASONS[0]),
    }


def _pay(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    ending = special_values.ending_of(request.POST.get("account", "")) or special_values.ENDINGS[0]
    reason = request.POST.get("reason", "")
    pay_from(intent.fintoc_id, ending=ending, reason=reason if reason in REASONS else "")
    return go_to(WAIT, options)


@step(WAIT)
def wait(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    """Wait for the bank, then say how it ended."""
    outcome = OUTCOME_PAGES[intent.status]
    return draw(
        request, "wait", options=options, intent=intent, events=outcome.events, outcome=outcome
    )


@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """What the waiting page asks over and over."""
    intent = find_intent(request.GET.get("widget_token", ""))
    return JsonResponse({"status": intent.status if intent else None})
