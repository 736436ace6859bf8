"""An address that only a form is sent to, though a browser may come to look at it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponse]


def only_posted(*, back_to: str) -> Callable[[View], View]:
    """Only POST does what the view does; GET leads to the page `back_to` and does nothing.

    After a refused POST the browser stands at its address: a tab that is restored, a press of
    Enter there or another language asks for it again, and would see an empty page.
    """

    def decorate(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
            if request.method != "POST":
                return HttpResponseRedirect(reverse(back_to, kwargs=arguments))
            return view(request, **arguments)

        return answer

    return decorate
