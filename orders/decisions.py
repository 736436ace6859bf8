"""Decide an alert: one choice of those its kind offers, carried out to its end.

Nothing else closes one, but for a shopper who says that no charge is there, Fintoc itself when it
stops contradicting itself, a clock that is right again, and odd money once all of it is back or it
pays its order after all.
"""

from datetime import datetime

from django.db import transaction

from fintoc_client.client import FintocClient
from orders import emails
from orders.carrying_out import CARRIED_OUT
from orders.choices import ANSWER, ASKS_FINTOC, OFFERED, Decision
from orders.models import Alert, Order
from orders.text import in_lines, storable

ANSWER_LIMIT = 2000  # characters


class NotOffered(ValueError):
    """This kind of alert has no such choice."""


class AlreadyDecided(ValueError):
    """Somebody else, or an earlier click, decided it."""


class ReasonMissing(ValueError):
    """A decision without a word on why."""


def decide(*, alert_id: int, decision: Decision, client: FintocClient, now: datetime) -> None:
    """Carry a decision out and close the alert with it, both or neither.

    Raises NotOffered, AlreadyDecided, ReasonMissing, AmountMissing, NotRefundable, MoneyIsGone,
    OutOfStock, NoSuchOrder, NotAnAddress, AnotherAccount or FintocError.
    """
    alert = Alert.objects.get(pk=alert_id)
    if decision.word not in OFFERED[alert.kind]:
        raise NotOffered(decision.word)
    reason = storable(in_lines(decision.reason), ANSWER_LIMIT)
    if not reason:
        raise ReasonMissing
    intent = None
    if (alert.kind, decision.word) in ASKS_FINTOC:  # before the transaction, as everywhere
        intent = client.retrieve_payment_intent(alert.subject)
    with transaction.atomic():
        alert = _locked(alert)
        if alert.resolved_at is not None:
            raise AlreadyDecided
        stays_open = CARRIED_OUT[decision.word](alert, decision, intent, now)
        text = f"{decision.word}: {reason}"
        if stays_open:
            alert.note(decision=text, cause=decision.cause, now=now)
            return
        alert.resolve(decision=text, cause=decision.cause, now=now)
        if decision.word == ANSWER:
            emails.queue_answer(alert=alert, now=now)
        if alert.order is not None:
            alert.order.touch(now=now)


def _locked(alert: Alert) -> Alert:
    """The alert as it is now, and its order, both locked: the order first, as everywhere."""
    order = Order.locked(alert.order_id) if alert.order_id is not None else None
    alert = Alert.objects.select_for_update().get(pk=alert.pk)
    if order is not None:
        alert.order = order
        if alert.payment is not None:
            alert.payment.order = order
    return alert
