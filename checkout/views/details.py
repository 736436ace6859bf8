"""Who buys and where it goes: the one form of ours between the cart and the bank."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from catalog.delivery import NotDelivered, Rates, delivery_rates
from checkout.address_forms import details_form
from checkout.cart import Cart, CartLine
from checkout.details_form import DetailsForm
from checkout.see_other import see_other
from checkout.views.cart import cart_context
from orders.models import Order
from orders.placing import Customer, NotForSale, NothingToBuy, place_or_edit_order
from orders.stock import OutOfStock
from orders.terms import TERMS_VERSION

DETAILS_KEY = "details"  # in the session: what they typed, and the terms they accepted


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def details(request: HttpRequest) -> HttpResponse:
    """GET /checkout/ asks; POST places the order, or edits the one not being paid yet."""
    lines = Cart(request).lines()
    if not lines:
        return _nothing_to_order(request)
    rates = delivery_rates()
    if not rates.ways:
        messages.error(request, _("Por ahora no hacemos entregas. Escríbenos."))
        return see_other("checkout:cart")
    typed = request.session.get(DETAILS_KEY, {})
    if request.method != "POST":
        return _page(request, lines, _form(lines, rates, initial=typed))
    form = _form(lines, rates, request.POST)
    is_valid = form.is_valid()
    # Kept whatever becomes of it: nobody types it twice.
    request.session[DETAILS_KEY] = {**typed, **form.typed, "accepted": _accepted(form)}
    return _place(request, form, lines) if is_valid else _page(request, lines, form, status=422)


def _nothing_to_order(request: HttpRequest) -> HttpResponse:
    """A form sent from a page that was left open belongs to the order being paid meanwhile, or to
    a visit that ended since."""
    paying = Cart(request).paying
    if request.method == "POST" and paying:
        words = _("Este pedido ya se está pagando, así que quedó como estaba.")
        messages.warning(request, words)
        return see_other("checkout:order", token=paying)
    if request.method == "POST" and not Cart(request).count:
        words = _(
            "Pasó mucho tiempo y tu carro se vació. No se te cobró nada. "
            "Vuelve a agregar lo que quieres."
        )
        messages.warning(request, words)
    return see_other("checkout:cart")


def _form(
    lines: list[CartLine],
    rates: Rates,
    data: QueryDict | None = None,
    initial: Mapping[str, Any] | None = None,
) -> DetailsForm:
    """What they said before is offered again, and the terms too while they are the same."""
    said = dict(initial or {})
    said["terms"] = said.get("accepted") == TERMS_VERSION
    return details_form(
        data,
        initial=said,
        rates=rates,
        subtotal=sum(line.amount for line in lines),
    )


def _accepted(form: DetailsForm) -> str:
    """The version of the terms that they accepted, if they did."""
    return TERMS_VERSION if form.cleaned_data.get("terms") else ""


def _page(
    request: HttpRequest, lines: list[CartLine], form: DetailsForm, status: int = 200
) -> HttpResponse:
    context = {
        **cart_context(lines, quote=form.quote, rates=form.rates),
        "form": form,
        "page_url": reverse("checkout:details"),
    }
    return render(request, "checkout/details.html", context, status=status)


def _place(request: HttpRequest, form: DetailsForm, lines: list[CartLine]) -> HttpResponse:
    cart = Cart(request)
    try:
        order = _placed(request, cart, form)
    except OutOfStock as short:
        messages.error(request, _words_for(short))
        return see_other("checkout:cart")
    except (NotForSale, NothingToBuy):
        cart.drop_unsold()
        messages.error(request, _("Un producto de tu carro ya no se vende. Revisa tu carro."))
        return see_other("checkout:cart")
    except NotDelivered:  # since the form was shown
        messages.error(request, _("Ya no despachamos ahí. Elige otra forma de recibir tu pedido."))
        return see_other("checkout:details")
    _tell_new_prices(request, lines)
    return see_other("checkout:order", token=order.token)


def _tell_new_prices(request: HttpRequest, lines: list[CartLine]) -> None:
    """The order has the prices of now; whoever saw others is told before paying."""
    changed = sum(line.has_new_price for line in lines)
    if changed:
        messages.warning(request, new_prices(changed))
        Cart(request).note_prices(lines)


def new_prices(changed: int) -> str:
    words = ngettext(
        "Cambió el precio de %(count)d producto. Revisa el nuevo total antes de pagar.",
        "Cambió el precio de %(count)d productos. Revisa el nuevo total antes de pagar.",
        changed,
    )
    return words % {"count": changed}


def _placed(request: HttpRequest, cart: Cart, form: DetailsForm) -> Order:
    now = timezone.now()
    customer = Customer(
        email=form.cleaned_data["email"],
        name=form.cleaned_data["name"],
        language=get_language() or settings.LANGUAGE_CODE,
    )
    order = place_or_edit_order(
        purchase=cart.purchase,
        quantities=cart.quantities,
        customer=customer,
        delivery=form.delivery,
        cause="shopper",
        now=now,
    )
    cart.buys(order)
    return order


def _words_for(short: OutOfStock) -> str:
    left = short.product.stock
    if short.product.is_sold_out:
        text = _("%(name)s se agotó. Quítalo del carro para seguir.")
    else:
        text = ngettext(
            "Solo queda %(count)d de %(name)s. Cambia la cantidad para seguir.",
            "Solo quedan %(count)d de %(name)s. Cambia la cantidad para seguir.",
            left,
        )
    return text % {"name": short.product.name, "count": left}
