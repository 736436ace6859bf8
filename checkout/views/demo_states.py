"""/demo/states/, only in the demo: every component, and every state of a payment with its words.

Made of example rows, so nothing is written and any state can be looked at, in each language. What
an example's buttons lead to is the page for an order that is not there.
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from catalog.country import store_country
from catalog.delivery import HOME, delivery_rates
from checkout import example_rows as example
from checkout.address_forms import details_form
from checkout.cart import CartLine
from checkout.details_form import DetailsForm
from checkout.example_states import STATES
from checkout.views.cart import cart_context
from orders import status

Page = Callable[[HttpRequest], HttpResponse]
TEXT = re.compile(r"<[^>]+>")
HEADINGS = re.compile(r"<h1[^>]*>(.*?)</h1>|role=\"alert\"[^>]*>\s*<h2>(.*?)</h2>", re.DOTALL)


def order_state(code: str) -> Page:
    """A state of the order's page."""
    return lambda request: render(request, "checkout/demo/order.html", STATES[code]().context())


def payment_state(part: str) -> Page:
    """A state of the payment page, which there a script moves it to."""

    def page(request: HttpRequest) -> HttpResponse:
        order = example.order()
        payment = example.payment(order, status.CREATED)
        context = {
            "order": order,
            "payment": payment,
            "part": part,
            "is_shown": True,
            "can_redirect": True,
        }
        return render(request, "checkout/demo/payment.html", context)

    return page


def hosted_state(request: HttpRequest) -> HttpResponse:
    """The payment page that leads on to Fintoc's, where a script would go on by itself."""
    order = example.order()
    payment = example.payment(order, status.CREATED, redirect_url="/demo/states/")
    return render(request, "checkout/demo/hosted.html", {"order": order, "payment": payment})


def details_state(request: HttpRequest) -> HttpResponse:
    """The form with everything wrong (B1-B8)."""
    context = {**_cart(), "form": _details({"email": "cliente@", "way": HOME})}
    return render(request, "checkout/details.html", context)


def _details(data: dict[str, str] | None = None) -> DetailsForm:
    return details_form(data, rates=delivery_rates(), subtotal=example.product().price)


def cart_state(*, is_empty: bool = False, has_changed: bool = False) -> Page:
    """The cart, empty or with a price that changed since."""

    def page(request: HttpRequest) -> HttpResponse:
        context: dict[str, Any] = {} if is_empty else _cart()
        return render(request, "checkout/cart.html", {**context, "changed": int(has_changed)})

    return page


def _cart() -> dict[str, object]:
    return cart_context([CartLine(example.product(), 2)])


def template_state(template: str, **context: Any) -> Page:
    """A page that needs no more than this."""
    return lambda request: render(request, template, context)


def components(request: HttpRequest) -> HttpResponse:
    """Every component once, in its variants."""
    context = {
        **_cart(),
        "form": _details({"email": "cliente@", "way": HOME}),
        "plain_form": _details(),
        "product": example.product(stock=2),
        "gone": example.product(stock=0),
        "currency": store_country().currency,
    }
    return render(request, "checkout/demo/components.html", context)


PAGES: dict[str, Page] = {
    "components": components,
    "a3": payment_state("opening"),
    "a3-hosted": hosted_state,
    "a4": payment_state("blocked"),
    "a5": payment_state("no_script"),
    "a7": payment_state("approve"),
    "a14": payment_state("offline"),
    "a15": cart_state(has_changed=True),
    "a19": cart_state(is_empty=True),
    "b1": details_state,
    "c25": template_state("checkout/no_such_order.html"),
    "c25-sent": template_state("checkout/find.html", is_sent=True),
    "stale": template_state("403_csrf.html"),
    "c27": template_state("500.html", reference="1a2b3c4d"),
    **{code: order_state(code) for code in STATES},
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """GET /demo/states/: each state's own heading, with its page in each language."""
    states = [(code, _heading(PAGES[code](request))) for code in sorted(PAGES, key=_in_order)]
    return render(request, "checkout/demo/states.html", {"states": states})


@require_safe
def show(request: HttpRequest, language: str, code: str) -> HttpResponse:
    """GET /demo/states/<language>/<code>/."""
    if language not in dict(settings.LANGUAGES) or code not in PAGES:
        raise Http404
    with translation.override(language):
        request.LANGUAGE_CODE = language
        return PAGES[code](request)


def _heading(response: HttpResponse) -> str:
    found = HEADINGS.findall(response.content.decode())
    words = [TEXT.sub("", heading or notice) for heading, notice in found]
    return unescape(" · ".join(" ".join(text.split()) for text in words))


def _in_order(code: str) -> tuple[str, int, str]:
    letter, number, rest = re.fullmatch(r"([a-z])(\d*)(.*)", code).groups()  # type: ignore[union-attr]
    return (letter, int(number), rest) if number else ("z", 0, code)
