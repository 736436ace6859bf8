"""The order's page: permanent, in every state, with its live parts. The token opens it."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

import statements
from checkout.cart import Cart
from checkout.email_typos import likely_meant
from checkout.only_posted import only_posted
from checkout.order_page import context_for, rows_of, what_is_left
from checkout.screens import CameFrom, screen_for
from checkout.see_other import see_other
from orders.account import fintoc_for_a_page
from orders.asking import refresh_order
from orders.expiry import Cancellation, cancel_order
from orders.models import Order
from orders.shopper_says import NothingSaid, NothingToGiveBack, ask_for_money_back

NEWEST_PAYMENTS_STATUS = """(SELECT status FROM orders_payment
    WHERE order_id = orders_order.id ORDER BY created_at DESC, id DESC LIMIT 1)"""
TRIED_KEY = "tried"  # in the session: the order whose pay button opened nothing, told once
# Why an order could not be canceled, when its page does not say so anyway: the notice and status.
NOT_CANCELED = {
    Cancellation.RUNNING: ("running", 409),
    Cancellation.UNASKED: ("cancel_unasked", 503),
}


@require_safe
@never_cache
def show(request: HttpRequest, token: str) -> HttpResponse:
    """GET /orders/<token>/. Changes nothing of the order and does not ask Fintoc."""
    return order_page(request, token)


@require_safe
@never_cache
def status_json(request: HttpRequest, token: str) -> HttpResponse:
    """GET /orders/<token>/status.json, in one query."""
    return _status_of(token)


@require_POST
@never_cache
def refresh(request: HttpRequest, token: str) -> HttpResponse:
    """POST /orders/<token>/refresh/ asks Fintoc, within bounds; JSON for the script."""
    order = find_order(token)
    refresh_order(order_id=order.pk, client=fintoc_for_a_page(), now=timezone.now())
    if request.accepts("text/html"):
        return see_other("checkout:order", token=token)
    return _status_of(token)


@only_posted(back_to="checkout:order")
@never_cache
def cancel(request: HttpRequest, token: str) -> HttpResponse:
    """POST /orders/<token>/cancel/. Fintoc is asked first, so that no payment is lost by it."""
    order = find_order(token)
    outcome = cancel_order(
        order_id=order.pk, client=fintoc_for_a_page(), cause="shopper", now=timezone.now()
    )
    return order_not_canceled(request, order, outcome)


def order_not_canceled(request: HttpRequest, order: Order, outcome: Cancellation) -> HttpResponse:
    """Why not, where its page does not say so anyway."""
    if outcome not in NOT_CANCELED:
        return see_other("checkout:order", token=order.token)
    notice, status = NOT_CANCELED[outcome]
    return order_page(request, order.token, notice=notice, status=status)


@only_posted(back_to="checkout:order")
@never_cache
def request_refund(request: HttpRequest, token: str) -> HttpResponse:
    """POST /orders/<token>/request/: a message to the merchant, about money or goods going back."""
    order = find_order(token)
    try:
        ask_for_money_back(
            order_id=order.pk, message=request.POST.get("message", ""), now=timezone.now()
        )
    except NothingSaid:
        return order_page(request, token, notice="nothing_said", status=422)
    except NothingToGiveBack:
        pass  # sent from a page that was left open; the page of now says how that goes
    return see_other("checkout:order", token=token)


def _status_of(token: str) -> JsonResponse:
    order = find_order(token, {"payment_status": NEWEST_PAYMENTS_STATUS})
    return JsonResponse(
        {
            "status": order.status,
            "payment_status": vars(order)["payment_status"],
            # As the page writes it, so that a script can tell them apart by comparing text.
            "changed_at": order.changed_at.isoformat(),
            "is_final": order.is_final,
        }
    )


def find_order(token: str, computed: Mapping[str, str] = statements.NOTHING) -> Order:
    """The order behind a token, with what is `computed`, or the same 404 for every other one."""
    found = statements.first(Order, "WHERE token = %s", token, computed=computed)
    if found is None:
        raise Http404
    return found


def order_page(
    request: HttpRequest,
    token: str,
    *,
    notice: str = "",
    developer_hint: str = "",
    status: int = 200,
) -> HttpResponse:
    """The order's page as it is now, with an answer to what was just tried."""
    rows = rows_of(token)
    if rows is None:
        return render(request, "checkout/no_such_order.html", status=404)
    order = rows.order
    screen = screen_for(
        order=order,
        payments=rows.payments,
        alerts=rows.alerts,
        refunds=rows.refunds,
        came_from=_came_from(request, order),
        now=timezone.now(),
    )
    context = {**context_for(rows, screen, notice=notice), "developer_hint": developer_hint}
    if not rows.payments and Cart(request).purchase == order.purchase:
        context |= {"is_editable": True, "email_meant": likely_meant(order.email)}
    if notice == "sold_out":
        context |= what_is_left(list(order.lines.select_related("product").order_by("pk")))
    return render(request, "checkout/order.html", context, status=status)


def _came_from(request: HttpRequest, order: Order) -> CameFrom:
    return CameFrom(
        paid=request.GET.get("paid", ""),
        closed=request.GET.get("closed", ""),
        pay_button=request.session.pop(TRIED_KEY, "") == order.token,
    )
