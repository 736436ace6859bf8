"""What every step of the widget checks before it acts."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from simulator.models import PaymentIntent
from simulator.widget.embedded import options_of
from simulator.widget.options import Options, read_options
from simulator.widget.pages import draw_problem, go_to
from simulator.widget.problems import find_intent, problem_with
from simulator.widget.progress import right_step

Step = Callable[[HttpRequest, Options, PaymentIntent], HttpResponse]


def step(address: str) -> Callable[[Step], Callable[[HttpRequest], HttpResponse]]:
    """Shows what is wrong with the options instead, or the step the payment is really at."""

    def decorate(act: Step) -> Callable[[HttpRequest], HttpResponse]:
        @wraps(act)
        @require_http_methods(["GET", "POST"])
        def view(request: HttpRequest) -> HttpResponse:
            options = read_options(request)
            intent = find_intent(options.widget_token)
            problem = problem_with(options, intent)
            if problem == "session_token" and (found := options_of(options.session_token)):
                return go_to(address, options, **found)
            if problem or intent is None:
                return draw_problem(request, options, problem or "unknown_token", intent)
            right = right_step(intent, options, wanted=address)
            if right != address:
                return go_to(right, options)
            return act(request, options, intent)

        return view

    return decorate
