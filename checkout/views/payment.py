"""Open a payment, and the page that leads from it to the bank: by a window, or to Fintoc's page."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

import statements
from checkout.cart import Cart
from checkout.only_posted import only_posted
from checkout.screens import may_lead_on
from checkout.see_other import see_other
from checkout.views.order import TRIED_KEY, find_order, order_page
from orders.account import fintoc_for_a_page
from orders.models import Payment
from orders.opening import Verdict, open_payment
from orders.shopper_says import no_charge_is_there

# What the shopper sees where they are, when no payment page can be shown: the notice and status.
REFUSALS = {
    Verdict.UNASKED: ("unasked", 503),
    Verdict.UNAVAILABLE: ("unavailable", 503),
    Verdict.REFUSED: ("refused", 502),
    Verdict.SOLD_OUT: ("sold_out", 409),
}

ITSELF = "WHERE orders_order.token = %s AND orders_payment.reference = %s"


@only_posted(back_to="checkout:order")
@never_cache
def open_(request: HttpRequest, token: str) -> HttpResponse:
    """POST /orders/<token>/payments/. Amount and currency are the order's; the form has no say.

    With `no_charge`, the shopper says that a payment nobody could resolve was not charged; with
    `flow=redirect`, they ask for Fintoc's page because the window does not open.
    """
    order = find_order(token)
    if "no_charge" in request.POST:
        no_charge_is_there(order_id=order.pk, now=timezone.now())
    opening = open_payment(
        order_id=order.pk,
        client=fintoc_for_a_page(),
        now=timezone.now(),
        asked_flow=request.POST.get("flow", ""),
    )
    if opening.verdict is Verdict.PAY and opening.payment is not None:
        cart = Cart(request)
        if cart.purchase == order.purchase:
            cart.goes_into(order)  # from here on the order, not the cart, is what is bought
        return see_other("checkout:payment", token=token, reference=opening.payment.reference)
    if opening.verdict in REFUSALS:
        notice, status = REFUSALS[opening.verdict]
        # In the demo and in DEBUG whoever reads it is a developer; shoppers never see it.
        hint = opening.detail if settings.DEMO or settings.DEBUG else ""
        return order_page(request, token, notice=notice, developer_hint=hint, status=status)
    request.session[TRIED_KEY] = token
    return see_other("checkout:order", token=token)


@require_safe
@never_cache
def show(request: HttpRequest, token: str, reference: UUID) -> HttpResponse:
    """GET /orders/<token>/payments/<reference>/: the page that leads to the bank.

    A payment that cannot be made any more sends back to the order's page, which says why.
    """
    found = statements.select_with(
        Payment, "order", ITSELF, token, statements.stored_uuid(reference)
    )
    if not found:
        raise Http404
    (payment,) = found
    if not may_lead_on(payment, now=timezone.now()):
        return redirect("checkout:order", token=token)
    if payment.redirect_url:
        context = {"order": payment.order, "payment": payment}
        return render(request, "checkout/hosted.html", context)
    return _window_page(request, payment)


def _window_page(request: HttpRequest, payment: Payment) -> HttpResponse:
    """The script's options are those of Fintoc's payment quickstart, step 3."""
    context = {
        "order": payment.order,
        "payment": payment,
        "public_key": settings.FINTOC_PUBLIC_KEY,
        "country": settings.STORE_COUNTRY,
        "script_url": settings.FINTOC_JS_URL,
        "can_redirect": settings.CAN_REDIRECT,
    }
    response = render(request, "checkout/payment.html", context)
    response._csp_config = settings.PAYMENT_PAGE_CSP  # type: ignore[attr-defined]
    return response
