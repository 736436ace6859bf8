"""The steps at which the bank wants to know that it is really the shopper: a `code` per field.

A code of the wrong shape is told in place. A wrong one ends the payment, as does `refuse`.
"""

from django.http import HttpRequest, HttpResponse

from simulator.clock import sped_up
from simulator.models import PaymentIntent
from simulator.widget.endings import WRONG_CODE, ending_of
from simulator.widget.factors import Factor, new_contact_of
from simulator.widget.options import Options
from simulator.widget.pages import draw, go_to
from simulator.widget.paying import end, pay_from
from simulator.widget.progress import ACCOUNT, CODE, CONTACT, WAIT, contact_pass
from simulator.widget.steps import step

APP_SECONDS = 3  # until the simulated app answers by itself


@step(CONTACT)
def contact(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    """Before a first transfer to someone: the last digits of the amount say what is asked."""
    new_contact = new_contact_of(intent)
    assert new_contact  # noqa: S101 - the step is only reached with one
    factor = new_contact.factor
    answer = _answer(request, factor)
    if answer == "refused" or (answer == "right" and new_contact.is_refused):
        end(intent.fintoc_id, outcome="reject")
        return go_to(WAIT, options)
    if answer == "wrong":
        end(intent.fintoc_id, outcome="fail", reason=WRONG_CODE)
        return go_to(WAIT, options)
    if answer == "right":
        return go_to(ACCOUNT, options, contact=contact_pass(intent, options))
    return _ask(request, options, intent, CONTACT, factor, new_contact.source, answer)


@step(CODE)
def code(request: HttpRequest, options: Options, intent: PaymentIntent) -> HttpResponse:
    """Before the bank pays from an account that asks."""
    ending = ending_of(options.account)
    assert ending and ending.factor  # noqa: S101 - the step is only reached with one
    factor = ending.factor
    answer = _answer(request, factor)
    if answer == "refused":
        ending = ending.with_refusal()
    elif answer == "wrong":
        ending = ending.with_wrong_code()
    elif answer != "right":
        return _ask(request, options, intent, CODE, factor, ending.source, answer)
    pay_from(intent.fintoc_id, ending=ending)
    return go_to(WAIT, options)


def _answer(request: HttpRequest, factor: Factor) -> str:
    """Nothing yet, `refused`, `malformed`, `wrong` or `right`."""
    if request.method != "POST":
        return ""
    if "refuse" in request.POST:
        return "refused"
    codes = [code.strip() for code in request.POST.getlist("code")]
    if not factor.is_well_formed(codes):
        return "malformed"
    return "right" if factor.accepts(codes) else "wrong"


def _ask(
    request: HttpRequest,
    options: Options,
    intent: PaymentIntent,
    step: str,
    factor: Factor,
    source: str,
    answer: str,
) -> HttpResponse:
    """The same page for both; `purpose` picks the words."""
    return draw(
        request,
        "approval",
        step=step,
        options=options,
        intent=intent,
        events=factor.event,
        factor=factor,
        purpose="contact" if step == CONTACT else "payment",
        source=source,
        ending=f"{intent.amount % 100:02}",
        app_answers_after=int(sped_up(APP_SECONDS).total_seconds() * 1000),
        error="code_malformed" if answer == "malformed" else "",
    )
