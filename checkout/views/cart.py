"""The cart's page, and the two forms that change it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.country import store_country
from catalog.delivery import Quote, Rates, delivery_rates
from catalog.models import Product
from catalog.tax import included_tax
from checkout.cart import Cart, CartLine
from checkout.forms import AddForm, QuantityForm
from checkout.only_posted import only_posted
from checkout.see_other import see_other


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """GET /cart/."""
    return render(request, "checkout/cart.html", cart_context(Cart(request).lines()))


@only_posted(back_to="checkout:cart")
def add(request: HttpRequest) -> HttpResponse:
    """POST /cart/add/: `product` (slug) and `quantity`, added to what is in the cart."""
    product = _posted_product(request)
    cart = Cart(request)
    already = cart.quantities.get(product.pk, 0)
    form = AddForm(request.POST, product=product, already=already, held=cart.held(product))
    if not form.is_valid():
        page_url = reverse("catalog:product", args=[product.slug])
        context = {"product": product, "form": form, "page_url": page_url}
        return render(request, "checkout/add_refused.html", context, status=422)
    cart.set(product=product, quantity=already + form.cleaned_data["quantity"])
    messages.success(request, _("Agregamos %(name)s a tu carro.") % {"name": product.name})
    return see_other("checkout:cart")


@only_posted(back_to="checkout:cart")
def update(request: HttpRequest) -> HttpResponse:
    """POST /cart/update/: `product` (slug) and its new `quantity`; 0 takes it out."""
    product = _posted_product(request)
    cart = Cart(request)
    form = QuantityForm(request.POST, product=product, held=cart.held(product))
    if not form.is_valid():
        page_url = reverse("checkout:cart")
        context = {**cart_context(cart.lines()), "form": form, "page_url": page_url}
        return render(request, "checkout/cart.html", context, status=422)
    cart.set(product=product, quantity=form.cleaned_data["quantity"])
    return see_other("checkout:cart")


def _posted_product(request: HttpRequest) -> Product:
    slug = request.POST.get("product", "")
    # PostgreSQL refuses to compare with a NUL.
    found = Product.sold_as(slug.replace("\x00", ""))
    if found is None:
        raise Http404
    return found


def cart_context(
    lines: list[CartLine], *, quote: Quote | None = None, rates: Rates | None = None
) -> dict[str, object]:
    """What the cart's page and the summary beside the details show.

    Until it is known where it goes, that is what the products cost and the least for delivery.
    """
    subtotal = sum(line.amount for line in lines)
    total = subtotal + (quote.amount if quote else 0)
    rates = None if quote or not lines else rates or delivery_rates()
    return {
        "lines": lines,
        "cart_count": sum(line.quantity for line in lines),
        "total": total,
        "tax": included_tax(gross=total, percent=store_country().tax_percent),
        "changed": sum(line.has_new_price for line in lines),
        "is_short": any(line.is_short for line in lines),
        "quote": quote,
        "least_delivery": rates.least(subtotal=subtotal) if rates else None,
        "is_delivery_free": bool(rates and rates.is_free(subtotal=subtotal)),
    }
