"""Find an order again: its link goes to the address it was placed with, and nowhere else.

Whoever asks learns nothing, and cannot fill a mailbox: an order's link is sent there once an hour.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Upper

from orders.emails import queue_link
from orders.models import Order

ORDERS_AT_MOST = 3
FOUND_FOR = timedelta(days=180)


def send_link(*, order: Order, now: datetime) -> None:
    """Mail the order's link to its own shopper."""
    with transaction.atomic():
        queue_link(order=order, now=now)


def send_links(*, email: str, now: datetime) -> None:
    """Mail the links of the newest orders of this address, if there are any."""
    theirs = Order.objects.alias(address=Upper("email")).filter(address=Upper(Value(email)))
    recent = theirs.filter(created_at__gte=now - FOUND_FOR)  # by the index `order_by_email`
    with transaction.atomic():
        for order in recent.order_by("-created_at", "-pk")[:ORDERS_AT_MOST]:
            queue_link(order=order, now=now)
