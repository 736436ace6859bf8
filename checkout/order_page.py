"""What the order's page shows, put together from rows that were read, or made up for the demo."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from catalog.money import format_money
from checkout.screens import Screen
from orders.models import Alert, Order, OrderLine, Payment, Refund

CANCELABLE = {"review", "failed"}  # the screens that offer it
WITH_TIMELINE = {"paid", "twice", "late", "returned", "pending", "failed", "unresolved", "canceled"}


@dataclass(frozen=True, kw_only=True)
class OrderRows:
    """An order with what belongs to it: payments oldest first, alerts that are open."""

    order: Order
    lines: Sequence[OrderLine]
    payments: Sequence[Payment] = ()
    alerts: Sequence[Alert] = ()
    refunds: Sequence[Refund] = ()


def rows_of(order: Order) -> OrderRows:
    """Read an order's rows; its refunds only where there was money to give back."""
    payments = order.payment_list()
    refunds = Refund.objects.filter(payment__order=order).order_by("created_at", "pk")
    return OrderRows(
        order=order,
        lines=list(order.lines.order_by("pk")),
        payments=payments,
        alerts=list(order.alerts.open()),
        refunds=list(refunds) if any(each.has_succeeded for each in payments) else [],
    )


def context_for(rows: OrderRows, screen: Screen, *, notice: str = "") -> dict[str, Any]:
    """What templates/checkout/order.html needs."""
    return {
        "order": rows.order,
        "lines": rows.lines,
        "payments": rows.payments,
        "refunds": rows.refunds,
        "screen": screen,
        "told": screen.reason and screen.reason.told(_written(rows.order)),
        "notice": notice or screen.notice,
        "paid_by": next((payment for payment in rows.payments if payment.has_paid), None),
        "has_timeline": screen.name in WITH_TIMELINE,
        "may_cancel": screen.name in CANCELABLE,
        "has_asked": any(alert.is_request for alert in rows.alerts),
        "page_url": reverse("checkout:order", args=[rows.order.token]),
    }


def _written(order: Order) -> str:
    return format_money(order.amount, order.currency)


def what_is_left(lines: Sequence[OrderLine]) -> dict[str, Any]:
    """Of an order whose stock went back: what somebody else has by now, and what the rest costs.

    The lines come with their products.
    """
    rest = sum(line.unit_amount * min(line.quantity, line.product.stock) for line in lines)
    return {"gone": [line for line in lines if line.is_short], "rest": rest}
