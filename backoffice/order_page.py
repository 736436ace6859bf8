"""One order on one page: everything that is known of it, and everything that happened."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from backoffice.address import address_fields, comunas
from backoffice.page import page
from backoffice.roles import REFUND, SEE_ORDERS, WORK, needs
from orders.fulfillment import possible_moves
from orders.models import Alert, Order, OrderEvent, Outbox
from webhooks.models import WebhookEvent


@needs(SEE_ORDERS)
def order_page(request: HttpRequest, order_id: int) -> HttpResponse:
    """GET: a fixed number of statements, however much has happened."""
    order = get_object_or_404(Order, pk=order_id)
    payments = list(order.payments.prefetch_related("refunds").order_by("created_at", "pk"))
    alerts = list(Alert.objects.filter(order=order).select_related("payment").order_by("pk"))
    return page(
        request,
        "order.html",
        title=order.number,
        order=order,
        lines=list(order.lines.order_by("pk")),
        payments=payments,
        refunds=[refund for payment in payments for refund in payment.refunds.all()],
        refundable=[payment for payment in payments if payment.refundable > 0],
        open_ones=[alert for alert in alerts if alert.resolved_at is None],
        decided=[alert for alert in alerts if alert.resolved_at is not None],
        mails=list(Outbox.objects.filter(order=order).order_by("pk")),
        timeline=timeline(order),
        moves=possible_moves(order) if request.user.has_perm(WORK) else [],
        may_work=request.user.has_perm(WORK),
        address_fields=address_fields(order),
        comunas=comunas(),
        may_refund=request.user.has_perm(REFUND),
        new_reference=uuid.uuid4(),  # of a refund: the form sent twice is one
        headline=_("Pedido %s") % order.number,
    )


def timeline(order: Order) -> list[dict[str, Any]]:
    """Its events, newest first, each with the webhook it came from, if it came from one."""
    events = list(OrderEvent.objects.filter(order=order).order_by("-pk"))
    heard = WebhookEvent.objects.filter(event_id__in={event.cause for event in events})
    ids = dict(heard.values_list("event_id", "pk"))
    return [{"event": event, "webhook": ids.get(event.cause)} for event in events]
