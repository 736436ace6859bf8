"""Give money back, and take that back: the owner's."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backoffice import words
from backoffice.order_page import order_page
from backoffice.page import page
from backoffice.paging import paged
from backoffice.refused import Refused, refund_of
from backoffice.roles import REFUND, SEE_REFUNDS, needs
from catalog.money import NotMoney, UnknownCurrency, read_money
from catalog.templatetags.money import money
from fintoc_client.errors import FintocError
from orders.account import AnotherAccount, fintoc
from orders.models import Payment, Refund
from orders.refunds import NotCancelable, NotRefundable, cancel_refund, request_refund


@needs(SEE_REFUNDS)
def refund_list(request: HttpRequest) -> HttpResponse:
    """GET: every refund, ours and those made in Fintoc's dashboard; `?open=1`: those under way."""
    refunds = Refund.objects.select_related("payment__order")
    is_open = request.GET.get("open") == "1"
    if is_open:
        refunds = refunds.open()
    return page(
        request,
        "refunds.html",
        title=_("Devoluciones"),
        refunds=paged(refunds, request),
        is_open=is_open,
        may_refund=request.user.has_perm(REFUND),
    )


@needs(REFUND)
def ask_for_refund(request: HttpRequest, payment_id: int) -> HttpResponse:
    """POST `amount` and the form's own `reference`: sent twice, it is one refund.

    Refused, it is the order's page again, with what was typed; a GET after that leads there.
    """
    payment = get_object_or_404(Payment.objects.select_related("order"), pk=payment_id)
    if request.method != "POST":
        return _back_to(payment)
    error = ""
    try:
        refund = request_refund(
            payment_id=payment.pk,
            amount=read_money(request.POST.get("amount", ""), payment.received_currency),
            reference=uuid.UUID(request.POST.get("reference", "")),
            cause=request.user.get_username(),
            now=timezone.now(),
        )
    except NotRefundable:
        left = money(max(payment.refundable, 0), payment.received_currency)
        error = _("De este pago se pueden devolver hasta %s.") % left
    except UnknownCurrency:
        error = str(words.UNKNOWN_CURRENCY)
    except NotMoney:
        error = str(words.HOW_MONEY_IS_WRITTEN[payment.received_currency])
    except ValueError:
        messages.error(request, _("Abre de nuevo el pedido y repite."))
    else:
        amount = money(refund.amount, refund.currency)
        messages.success(request, _("Devolución de %s pedida.") % amount)
    return _refused(request, payment, error) if error else _back_to(payment)


def _refused(request: HttpRequest, payment: Payment, error: str) -> HttpResponse:
    messages.error(request, error)
    refused = Refused(
        form=refund_of(payment.pk), typed=request.POST.dict(), errors={"amount": error}
    )
    return order_page(request, payment.order_id, refused=refused)


@require_POST
@needs(REFUND)
def take_back(request: HttpRequest, refund_id: int) -> HttpResponse:
    """POST: cancel a refund while its money has not left."""
    refund = get_object_or_404(Refund.objects.select_related("payment"), pk=refund_id)
    who = request.user.get_username()
    try:
        cancel_refund(refund_id=refund.pk, client=fintoc(), cause=who, now=timezone.now())
    except AnotherAccount:
        messages.error(request, _("Es de otra cuenta de Fintoc."))
    except NotCancelable:
        messages.error(request, _("Ya va en camino: no se puede anular."))
    except FintocError:
        messages.error(request, _("Fintoc no responde ahora."))
    else:
        messages.success(request, _("Devolución anulada."))
    return _back_to(refund.payment)


def _back_to(payment: Payment) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:orders_order_change", args=[payment.order_id]))
