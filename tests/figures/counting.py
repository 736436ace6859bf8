"""What the figures count: rows that say what was done, never a counter that two could share."""

from django.core import mail

from operations.worker import turn
from orders.models import Alert, OrderEvent, Outbox

SHOPPER, MERCHANT = "cliente@example.com", "tienda@example.com"


def transitions(word="succeeded"):
    """How often an order became `word`."""
    return OrderEvent.objects.filter(kind=OrderEvent.STATUS, value=word).count()


def confirmations():
    """How many mails confirm an order, sent or not."""
    return Outbox.objects.filter(kind="E1").count()


def sent_mails(to=SHOPPER):
    """How many mails have left for them once the worker has nothing more to do."""
    while turn():
        pass
    return len([sent for sent in mail.outbox if sent.to == [to]])


def alerts(kind):
    return Alert.objects.filter(kind=kind).count()
