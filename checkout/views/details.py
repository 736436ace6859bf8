"""Who buys: the one form of ours between the cart and the bank."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from checkout.cart import Cart
from checkout.forms import DetailsForm
from checkout.views.cart import cart_context
from orders.models import Order
from orders.placing import (
    Customer,
    NotForSale,
    NothingToBuy,
    OutOfStock,
    edit_order,
    place_order,
)

ORDER_KEY = "order"  # in the session: the token of the order this visitor is about to pay


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """GET /checkout/ asks; POST places the order, or edits the one not being paid yet."""
    cart = Cart(request)
    if not cart.lines():
        messages.info(request, _("Tu carro está vacío"))
        return redirect("checkout:cart")
    if request.method != "POST":
        return _page(request, cart, DetailsForm(initial=_initial(request)))
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _page(request, cart, form, status=422)
    try:
        order = _placed(request, cart, form)
    except OutOfStock as short:
        if short.product.is_sold_out:
            text = _("%(name)s se agotó. Quítalo del carro para seguir.")
        else:
            text = _("Solo quedan %(count)d de %(name)s. Cambia la cantidad para seguir.")
        messages.error(request, text % {"name": short.product.name, "count": short.product.stock})
        return redirect("checkout:cart")
    except (NotForSale, NothingToBuy):
        messages.error(request, _("Un producto de tu carro ya no se vende. Revisa tu carro."))
        return redirect("checkout:cart")
    request.session[ORDER_KEY] = order.token
    return redirect("checkout:order", token=order.token)


def _placed(request: HttpRequest, cart: Cart, form: DetailsForm) -> Order:
    now = timezone.now()
    quantities = {line.product.pk: line.quantity for line in cart.lines()}
    customer = Customer(
        email=form.cleaned_data["email"],
        name=form.cleaned_data["name"],
        language=get_language() or settings.LANGUAGE_CODE,
    )
    order = own_order(request)
    if order is not None and edit_order(
        order_id=order.pk, quantities=quantities, customer=customer, now=now
    ):
        return order
    return place_order(quantities=quantities, customer=customer, cause="shopper", now=now)


def own_order(request: HttpRequest) -> Order | None:
    """The order this visitor placed last, while it is theirs to edit."""
    return Order.objects.filter(token=request.session.get(ORDER_KEY, "")).first()


def _initial(request: HttpRequest) -> dict[str, object]:
    order = own_order(request)
    return {"email": order.email, "name": order.name} if order is not None else {}


def _page(request: HttpRequest, cart: Cart, form: DetailsForm, status: int = 200) -> HttpResponse:
    context = {**cart_context(cart), "form": form}
    return render(request, "checkout/details.html", context, status=status)
