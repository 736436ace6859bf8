"""Process a stored event once more because somebody asks for it, and note who did."""

import logging
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from orders.models import Order, OrderEvent, Payment
from webhooks.handlers import process_again
from webhooks.models import WebhookEvent

log = logging.getLogger(__name__)


def process_for(*, row: WebhookEvent, cause: str, now: datetime) -> None:
    """Process it now. One that is done stays as it is, and nothing is noted."""
    if row.is_done:
        return
    log.info("webhook %s is processed again for %s", row.event_id, cause)
    process_again(row, now=now)
    told = Payment.objects.filter(Q(intent_id=row.subject_id) | Q(session_id=row.subject_id))
    order_id = told.values_list("order_id", flat=True).first()
    if order_id is not None:
        with transaction.atomic():
            OrderEvent.add(
                order=Order.locked(order_id),
                kind=OrderEvent.NOTE,
                value="processed again",
                detail=f"{row.type} {row.event_id}",
                cause=cause,
                now=now,
            )
