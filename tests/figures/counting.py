"""What the figures count: rows that say what was done, never a counter that two could share."""

from django.conf import settings
from django.core import mail

from operations.worker import turn
from orders.models import Alert, OrderEvent, Outbox


def transitions(word="succeeded"):
    """How often an order became `word`."""
    return OrderEvent.objects.filter(kind=OrderEvent.STATUS, value=word).count()


def confirmations():
    """How many mails confirm an order, sent or not."""
    return Outbox.objects.filter(kind="E1").count()


def sent_mails():
    """How many mails to shoppers have left once the worker has nothing more to do."""
    while turn():
        pass
    return len([each for each in mail.outbox if each.to != [settings.MERCHANT_EMAIL]])


def alerts(kind):
    return Alert.objects.filter(kind=kind).count()
