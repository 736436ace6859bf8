"""What the law wants a shop to say, on pages that need neither a cart nor a query."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from orders.terms import TERMS_VERSION


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """GET /pages/terms/: what a shopper accepts, and an order keeps the version of."""
    return _page(request, "terms", _("Términos y condiciones"), version=TERMS_VERSION)


@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """GET /pages/returns/: stepping back, exchanging, and how the money returns."""
    return _page(request, "returns", _("Cambios, devoluciones y retracto"), version=TERMS_VERSION)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """GET /pages/privacy/: which data, for what, and who sees them."""
    return _page(request, "privacy", _("Privacidad"), version=TERMS_VERSION)


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """GET /pages/contact/: who sells, and how to reach them."""
    return _page(request, "contact", _("Contacto"))


def _page(request: HttpRequest, name: str, title: str, *, version: str = "") -> HttpResponse:
    context = {"text": f"pages/legal/{name}.html", "title": title, "version": version}
    return render(request, "pages/legal.html", context)
