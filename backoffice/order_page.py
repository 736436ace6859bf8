"""One order on one page: everything that is known of it, and everything that happened."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from backoffice.address import address_fields, comunas
from backoffice.page import page
from backoffice.refused import CONTACT, NOTHING_REFUSED, PARCEL, Refused, refund_of
from backoffice.roles import REFUND, SEE_ORDERS, WORK, needs
from catalog.templatetags.money import money
from orders.fulfillment import possible_moves
from orders.models import Alert, Order, OrderEvent, Outbox, Payment
from webhooks.models import WebhookEvent


@dataclass(frozen=True, kw_only=True)
class RefundForm:
    """Money of one payment to give back: what stands in the field, and what is wrong with it."""

    payment: Payment
    amount: str
    error: str

    @property
    def id(self) -> str:
        return f"amount-{self.payment.pk}"


@needs(SEE_ORDERS)
def order_page(
    request: HttpRequest, order_id: int, *, refused: Refused = NOTHING_REFUSED
) -> HttpResponse:
    """GET: a fixed number of statements, however much has happened; 422 after a refused form."""
    order = get_object_or_404(Order, pk=order_id)
    payments = list(order.payments.prefetch_related("refunds").order_by("created_at", "pk"))
    alerts = list(Alert.objects.filter(order=order).select_related("payment").order_by("pk"))
    return page(
        request,
        "order.html",
        status=422 if refused.form else 200,
        title=order.number,
        order=order,
        lines=list(order.lines.select_related("product").order_by("pk")),
        payments=payments,
        refunds=[refund for payment in payments for refund in payment.refunds.all()],
        refund_forms=[_refund_form(each, refused) for each in payments if each.refundable > 0],
        open_ones=[alert for alert in alerts if alert.resolved_at is None],
        decided=[alert for alert in alerts if alert.resolved_at is not None],
        mails=list(Outbox.objects.filter(order=order).order_by("pk")),
        timeline=timeline(order),
        is_given_back=any(each.has_paid and each.has_gone_back for each in payments),
        moves=possible_moves(order) if request.user.has_perm(WORK) else [],
        may_work=request.user.has_perm(WORK),
        address_fields=address_fields(order, refused),
        contact=refused.shown(CONTACT, order),
        parcel=refused.shown(PARCEL, order),
        errors=refused.errors,
        comunas=comunas(),
        may_refund=request.user.has_perm(REFUND),
        new_reference=uuid.uuid4(),  # of a refund: the form sent twice is one
        headline=_("Pedido %s") % order.number,
    )


def _refund_form(payment: Payment, refused: Refused) -> RefundForm:
    is_refused = refused.form == refund_of(payment.pk)
    if is_refused:
        return RefundForm(
            payment=payment, amount=refused.typed.get("amount", ""), error=refused.errors["amount"]
        )
    return RefundForm(
        payment=payment, amount=money(payment.refundable, payment.received_currency), error=""
    )


def timeline(order: Order) -> list[dict[str, Any]]:
    """Its events, newest first, each with the webhook it came from, if it came from one."""
    events = list(OrderEvent.objects.filter(order=order).order_by("-pk"))
    heard = WebhookEvent.objects.filter(event_id__in={event.cause for event in events})
    ids = dict(heard.values_list("event_id", "pk"))
    return [{"event": event, "webhook": ids.get(event.cause)} for event in events]
