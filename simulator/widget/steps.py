"""What every step of the widget checks before it acts."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from simulator.models import PaymentIntent
from simulator.widget.options import Options, read_options
from simulator.widget.pages import draw, go_to, right_step
from simulator.widget.problems import find_intent, problem_with

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
            if problem or intent is None:
                return _problem(request, options, problem)
            right = right_step(intent, options, wanted=address)
            if right != address:
                return go_to(right, options)
            return act(request, options, intent)

        return view

    return decorate


def _problem(request: HttpRequest, options: Options, problem: str | None) -> HttpResponse:
    """400, in the words a developer needs."""
    return draw(
        request,
        "problem",
        options=options,
        intent=None,
        events="on_error",
        status=400,
        problem=problem,
    )
