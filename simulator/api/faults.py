"""Faults of the API that a shop has to bear: an error of its own, no answer, no connection."""

from django.http import HttpRequest, HttpResponse

from simulator import switches
from simulator.api.errors import internal_error
from simulator.server import HANG_UP


def check_errors() -> None:
    """Raises ApiError 500 for as many calls as `errors_next` says."""
    if switches.takes_one("errors_next"):
        raise internal_error("An internal error, as the switch errors_next wants it.")


def is_unreachable() -> bool:
    """Whether nothing is done and nothing answered."""
    return switches.current().is_down


def loses_this_answer() -> bool:
    """Whether what was done is not told."""
    return switches.takes_one("lost_answers_next")


def hang_up(request: HttpRequest) -> HttpResponse:
    """End the connection without an answer. What is returned reaches nobody."""
    request.META[HANG_UP]()
    return HttpResponse()
