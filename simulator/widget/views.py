"""The steps in the iframe: plain forms, each posted to its own address and redirected onward."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from simulator.models import PaymentIntent
from simulator.moves import REASONS
from simulator.widget import endings, special_values
from simulator.widget.banks import BANKS, bank_of
from simulator.widget.options import Options
from simulator.widget.outcome_pages import outcome_page
from simulator.widget.pages import draw, go_to
from simulator.widget.paying import log_in, pay_from
from simulator.widget.problems import find_intent
from simulator.widget.progress import ACCOUNT, BANK, CODE, LOGIN, WAIT
from simulator.widget.steps import step


@step(BANK)
def bank(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    """Choose a bank: `institution`."""
    chosen = bank_of(options.country, request.POST.get("institution", ""))
    if chosen:
        return go_to(LOGIN, options, institution_id=chosen.id, account="")
    return draw(
        request,
        "bank",
        step=BANK,
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
        password = request.POST.get("password", "")
        error = special_values.wrong_with_login(rut=rut, password=password)
        if not error:
            holder_id = special_values.plain(rut)
            log_in(intent.fintoc_id, holder_id=holder_id, institution_id=options.institution)
            return go_to(ACCOUNT, options)
    return draw(
        request,
        "login",
        step=LOGIN,
        options=options,
        intent=intent,
        events="on_authentication_form",
        error=error,
        rut=rut,
    )


def _phone(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    phone = options.username or request.POST.get("phone", "")
    error = special_values.wrong_with_phone(phone) if request.method == "POST" else ""
    if request.method == "POST" and not error:
        log_in(
            intent.fintoc_id,
            holder_id=special_values.MX_HOLDER_ID,
            institution_id=options.institution,
        )
        return _pay(request, options, intent)
    return draw(
        request,
        "phone",
        step=LOGIN,
        options=options,
        intent=intent,
        events="codi_username_required",
        error=error,
        phone=phone,
        endings=endings.endings_without_code(),
        **_picked(request),
    )


@step(ACCOUNT)
def account(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    """Chile: the `account` to pay from, which decides how it ends; for one of them a `reason`."""
    if request.method == "POST":
        return _pay(request, options, intent)
    return draw(
        request,
        "account",
        step=ACCOUNT,
        options=options,
        intent=intent,
        events="selecting_account",
        groups=endings.endings_by_source(),
        **_picked(request),
    )


def _picked(request: HttpRequest) -> dict[str, Any]:
    return {
        "chosen": request.POST.get("account", endings.ENDINGS[0].number),
        "reasons": REASONS,
        "reason": request.POST.get("reason", REASONS[0]),
    }


def _pay(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    """In Mexico no bank asks for a code, so an account that would is as good as the first."""
    ending = endings.ending_of(request.POST.get("account", "")) or endings.ENDINGS[0]
    if ending.factor and options.country == "cl":
        return go_to(CODE, options, account=ending.number)
    reason = request.POST.get("reason", "")
    pay_from(intent.fintoc_id, ending=ending, reason=reason if reason in REASONS else "")
    return go_to(WAIT, options)


@step(WAIT)
def wait(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    """Wait for the bank, then say how it ended."""
    outcome = outcome_page(intent)
    return draw(
        request,
        "wait",
        step=WAIT,
        options=options,
        intent=intent,
        events=outcome.events,
        leave=outcome.callback or "exit",
        outcome=outcome,
    )


@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """What the waiting page asks over and over."""
    intent = find_intent(request.GET.get("widget_token", ""))
    return JsonResponse({"status": intent.status if intent else None})
