"""The orders' rows. Their own methods are the only code that saves them."""

from orders.models.alert import Alert
from orders.models.doubted_refund import DoubtedRefund
from orders.models.event import OrderEvent
from orders.models.line import OrderLine
from orders.models.order import Order
from orders.models.outbox import Outbox
from orders.models.payment import Payment
from orders.models.reconciliation import Reconciliation
from orders.models.refund import Refund

__all__ = [
    "Alert",
    "DoubtedRefund",
    "Order",
    "OrderEvent",
    "OrderLine",
    "Outbox",
    "Payment",
    "Reconciliation",
    "Refund",
]
