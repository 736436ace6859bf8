"""The list of orders: filters, search, and what can be done to many at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from backoffice import words
from backoffice.order_search import TO_PREPARE, SearchForm, search
from backoffice.page import page
from backoffice.paging import about_how_many, paged
from backoffice.roles import SEE_ORDERS, WORK, needs
from orders.fulfillment import given_back_among, prepare_all, to_prepare
from orders.models import Order

AT_ONCE = 200  # orders in one click


@needs(SEE_ORDERS)
def order_list(request: HttpRequest) -> HttpResponse:
    """GET: one page of the orders that the query string asks for."""
    form = SearchForm(request.GET)
    form.is_valid()  # what is not says so beside its field, and narrows nothing
    filters = form.cleaned_data
    is_filtered = bool(form.errors) or any(value not in ("", None) for value in filters.values())
    orders = paged(search(filters), request)
    return page(
        request,
        "order_list.html",
        title=_("Pedidos"),
        form=form,
        is_filtered=is_filtered,
        is_to_prepare=filters.get("fulfillment") == TO_PREPARE,
        total=None if is_filtered else about_how_many(Order),
        orders=orders,
        given_back=given_back_among(orders.rows),
        may_work=request.user.has_perm(WORK),
    )


@require_POST
@needs(WORK)
def prepare(request: HttpRequest) -> HttpResponse:
    """POST: mark those that were ticked as being prepared."""
    ids = _ticked(request)
    refused = prepare_all(order_ids=ids, cause=request.user.get_username(), now=timezone.now())
    done = len(ids) - len(refused)
    if done:
        text = ngettext("%d pedido en preparación.", "%d pedidos en preparación.", done) % done
        messages.success(request, text)
    for refusal in refused:
        reason = words.word(words.NOT_FULFILLABLE, refusal.reason)
        messages.warning(request, f"{refusal.number}: {reason}")
    if not ids:
        messages.warning(request, _("Marca primero los pedidos."))
    return HttpResponseRedirect(reverse("admin:orders_order_changelist") + _query(request))


@needs(SEE_ORDERS)
def packing_slips(request: HttpRequest) -> HttpResponse:
    """GET: a slip per order, to print. What may not leave the shop gets none, and is named."""
    ticked = Order.objects.filter(pk__in=_ids(request.GET.getlist("order")))
    packed = to_prepare().filter(pk__in=ticked.values("pk"))
    orders = list(packed.prefetch_related("lines__product"))
    left_out = ticked.exclude(pk__in=[order.pk for order in orders]).order_by("pk")
    return page(
        request,
        "packing_slips.html",
        title=_("Hojas de despacho"),
        orders=orders,
        left_out=list(left_out.values_list("number", flat=True)),
    )


def _ticked(request: HttpRequest) -> list[int]:
    there = Order.objects.filter(pk__in=_ids(request.POST.getlist("order")))
    return list(there.order_by("pk").values_list("pk", flat=True))


def _ids(values: list[str]) -> list[int]:
    good = [value for value in values if value.isascii() and value.isdigit() and len(value) < 19]
    return sorted({int(value) for value in good})[:AT_ONCE]


def _query(request: HttpRequest) -> str:
    """Back to the same filters. Only a query string: never another site."""
    query = request.POST.get("query", "")
    return f"?{query}" if query else ""
