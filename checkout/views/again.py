"""What was ordered, into the cart once more: to buy it again, or to change what was not paid."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from checkout.cart import Cart
from checkout.only_posted import only_posted
from checkout.see_other import see_other
from checkout.views.order import find_order, order_not_canceled
from orders.account import fintoc_for_a_page
from orders.expiry import Cancellation, cancel_order
from orders.models import Order


@require_POST
def again(request: HttpRequest, token: str) -> HttpResponse:
    """POST /orders/<token>/again/: its products into the cart, as far as they are there."""
    return _with_its_products(request, find_order(token))


@only_posted(back_to="checkout:order")
@never_cache
def change(request: HttpRequest, token: str) -> HttpResponse:
    """POST /orders/<token>/change/: the same of an order that no longer is to be paid as it is.

    It is canceled first, so that it neither keeps the stock that the cart wants nor is paid beside
    the one that comes of it. Fintoc is asked, so that no payment is lost by it.
    """
    order = find_order(token)
    outcome = cancel_order(
        order_id=order.pk, client=fintoc_for_a_page(), cause="shopper", now=timezone.now()
    )
    # A second press finds it canceled by the first.
    if outcome is Cancellation.CANCELED or find_order(token).is_canceled:
        return _with_its_products(request, order)
    return order_not_canceled(request, order, outcome)


def _with_its_products(request: HttpRequest, order: Order) -> HttpResponse:
    lines = order.lines.select_related("product").order_by("pk")
    for line in Cart(request).refill(lines):
        words = _("%(name)s se agotó, o queda menos de lo que pediste.")
        messages.warning(request, words % {"name": line.product.name})
    return see_other("checkout:cart")
