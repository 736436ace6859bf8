"""Faults of the API that a shop has to bear: an error of its own, no answer, no connection."""

from django.http import HttpRequest, HttpResponse

from simulator import switches
from simulator.api.errors import internal_error
from simulator.api.wrong_answers import give_wrong_answer
from simulator.fault_names import REFUSALS
from simulator.line import LINE


def is_unreachable() -> bool:
    """Whether nothing is done and nothing answered."""
    return switches.current().is_down


def takes_a_turn(name: str, request: HttpRequest) -> bool:
    """Whether a fault that counts down falls on this call, which is one less then."""
    if switches.current().only_creates_fail and request.method != "POST":
        return False
    return switches.takes_one(name)


def check_errors(request: HttpRequest) -> None:
    """Raises ApiError 500 for as many calls as `errors_next` says."""
    if takes_a_turn("errors_next", request):
        raise internal_error("An internal error, as the switch errors_next wants it.")


def fault_of(request: HttpRequest) -> str:
    """What is wrong with the answer to this call: one of `fault_names`, or nothing."""
    fault = switches.current().fault
    return fault if fault != "none" and takes_a_turn("faults_next", request) else ""


def is_refused(fault: str) -> bool:
    """Whether nothing is done."""
    return fault in REFUSALS


def spoil(request: HttpRequest, fault: str, response: HttpResponse) -> HttpResponse:
    """The fault's answer instead of the right one."""
    return give_wrong_answer(fault, right=response, take_line=request.META[LINE])


def loses_this_answer(request: HttpRequest) -> bool:
    """Whether what was done is not told."""
    return takes_a_turn("lost_answers_next", request)


def hang_up(request: HttpRequest) -> HttpResponse:
    """End the connection without an answer. What is returned reaches nobody."""
    request.META[LINE]().hang_up()
    return HttpResponse()
