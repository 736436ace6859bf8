"""What the order's page shows, put together from rows that were read, or made up for the demo."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse

import statements
from catalog.money import format_money
from checkout.screens import Screen, paid_by
from checkout.timeline import TELLING, Step, timeline
from orders.models import Alert, Order, OrderEvent, OrderLine, Payment, Refund
from orders.opening import leads_to_a_page

CANCELABLE = {"review", "failed"}  # the screens that offer it
RETURNED = "returned"
SOLD = {"paid", "twice"}
WITH_TIMELINE = SOLD | {"late", RETURNED, "pending", "failed", "unresolved", "canceled"}

# Composed once, for this page is read again and again while a bank takes its time.
LINES = "WHERE orders_order.token = %s ORDER BY orders_orderline.id"
HAS_ALERTS = """EXISTS (SELECT 1 FROM orders_alert
    WHERE orders_alert.order_id = orders_payment.order_id AND resolved_at IS NULL)"""
HAS_REFUNDS = "EXISTS (SELECT 1 FROM orders_refund WHERE payment_id = orders_payment.id)"
EVENTS = f"WHERE order_id = %s AND kind IN ({', '.join(['%s'] * len(TELLING))}) ORDER BY id"


@dataclass(frozen=True, kw_only=True)
class OrderRows:
    """An order with what belongs to it: payments and events oldest first, alerts that are
    open."""

    order: Order
    lines: Sequence[OrderLine]
    payments: Sequence[Payment] = ()
    alerts: Sequence[Alert] = ()
    refunds: Sequence[Refund] = ()
    events: Sequence[OrderEvent] = ()


def rows_of(token: str) -> OrderRows | None:
    """Read what belongs to the order behind a token; None if there is no such order.

    It comes with its lines, for there is none without. Its events are read only where more happened
    than that it was placed. Its payments tell whether there are alerts and refunds to read: most
    orders have neither, and an alert that changes the page is always about a payment.
    """
    lines = statements.select_with(OrderLine, "order", LINES, token)
    if not lines:
        return None
    order = lines[0].order
    payments = order.payment_list({"has_alerts": HAS_ALERTS, "has_refunds": HAS_REFUNDS})
    refunds = Refund.objects.filter(payment__order=order).select_related("payment")
    has_alerts = any(vars(payment)["has_alerts"] for payment in payments)
    has_refunds = any(vars(payment)["has_refunds"] for payment in payments)
    return OrderRows(
        order=order,
        lines=lines,
        payments=payments,
        alerts=list(order.alerts.open()) if has_alerts else [],
        refunds=list(refunds.order_by("created_at", "pk")) if has_refunds else [],
        events=_told(order) if payments or order.was_canceled else [],
    )


def _told(order: Order) -> list[OrderEvent]:
    return statements.select(OrderEvent, EVENTS, order.pk, *TELLING)


def context_for(rows: OrderRows, screen: Screen, *, notice: str = "") -> dict[str, Any]:
    """What templates/checkout/order.html needs."""
    paying = paid_by(rows.payments)
    goes_back = paying is not None and paying.is_given_back_by(rows.refunds)
    return {
        "order": rows.order,
        "lines": rows.lines,
        "payments": rows.payments,
        "refunds": rows.refunds,
        "screen": screen,
        "told": screen.reason and screen.reason.told(_written(rows.order)),
        "notice": notice or screen.notice,
        "paid_by": paying,
        "paid_twice": next((each for each in rows.payments if each.is_duplicate), paying),
        "timeline": _timeline(rows, screen, is_given_back=goes_back),
        "is_given_back": goes_back,
        "is_promised": _is_promised(rows.order, screen) and not goes_back,
        "may_cancel": screen.name in CANCELABLE,
        "hold_minutes": max(1, round(settings.ORDER_HOLD_MINUTES)),
        "pays_on_a_page": leads_to_a_page(),
        "was_on_a_page": bool(rows.payments) and rows.payments[-1].has_session,
        "has_asked": any(alert.is_request for alert in rows.alerts),
        "page_url": reverse("checkout:order", args=[rows.order.token]),
    }


def _is_promised(order: Order, screen: Screen) -> bool:
    """Whether it is still to be said when its shopper gets it."""
    return order.is_on_its_way and not order.is_canceled and screen.name != RETURNED


def _timeline(rows: OrderRows, screen: Screen, *, is_given_back: bool) -> list[Step]:
    if screen.name not in WITH_TIMELINE:
        return []
    is_sold = screen.name in SOLD and not is_given_back
    return timeline(rows.order, rows.events, is_sold=is_sold)


def _written(order: Order) -> str:
    return format_money(order.amount, order.currency)


def what_is_left(lines: Sequence[OrderLine]) -> dict[str, Any]:
    """Of an order whose stock went back: what somebody else has by now, and what the rest costs.

    The lines come with their products.
    """
    rest = sum(line.unit_amount * min(line.quantity, line.product.stock) for line in lines)
    return {"gone": [line for line in lines if line.is_short], "rest": rest}
