"""Tells again what was told, and tells what is not so."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from simulator import switches
from simulator.identifiers import new_bank_reference, random_text
from simulator.models import Delivery, Event, PaymentIntent
from simulator.resources.intents import intent_as_sent
from simulator.webhooks import manners
from simulator.webhooks.events import record, tell


class CannotBeAltered(Exception):
    """Such an event has no such fact to alter; the message says which."""


def retell(*, event_id: str, manner: str) -> Event:
    """Tell an event once more in that manner, or drop it. Returns the event that was told.

    Raises Event.DoesNotExist and CannotBeAltered.
    """
    with transaction.atomic():
        event = Event.objects.get(fintoc_id=event_id)
        now = timezone.now()
        if manner == manners.DROPPED:
            Delivery.drop_all(event=event)
        elif manner == manners.OUT_OF_ORDER:
            _tell_newest_first(event, now)
        elif manner in manners.ABOUT_OTHER_FACTS:
            return _tell_other_facts(event, event.as_json["data"], manner, now)
        else:
            tell(event, at=now, manner=manner)
        return event


def _tell_newest_first(event: Event, now: datetime) -> None:
    """Everything ever told about the same thing, each a moment after a newer one."""
    about = {"intent": event.intent, "session": event.session, "refund": event.refund}
    told = Event.objects.filter(**about).order_by("-pk") if any(about.values()) else [event]
    for place, one in enumerate(told):
        tell(one, at=now + place * manners.ORDER_PAUSE, manner=manners.AGAIN)


def lie(*, intent_id: str, manner: str) -> Event:
    """Tell that a payment succeeded, whatever became of it, in that manner.

    Raises PaymentIntent.DoesNotExist.
    """
    with transaction.atomic():
        intent = PaymentIntent.objects.get(fintoc_id=intent_id)
        event = Event(intent=intent, type="payment_intent.succeeded")
        data = intent_as_sent(intent, version=switches.current().api_version)
        data |= {"status": "succeeded", "error_reason": None, "reference_id": new_bank_reference()}
        return _tell_other_facts(event, data, manner, timezone.now())


def _tell_other_facts(told: Event, data: dict[str, Any], manner: str, now: datetime) -> Event:
    event = Event(
        intent=told.intent,
        session=told.session,
        refund=told.refund,
        type=told.type,
        created_at=now,
    )
    record(event, data=_altered(data, manner), manner=manner)
    return event


def _altered(data: dict[str, Any], manner: str) -> dict[str, Any]:
    """The payment in a session with it: a shop believes that one."""
    altered = data | _other_facts(data, manner)
    resource = data.get("payment_resource")
    intent = resource.get("payment_intent") if isinstance(resource, dict) else None
    if isinstance(resource, dict) and isinstance(intent, dict):
        intent = intent | _other_facts(intent, manner)
        altered["payment_resource"] = {**resource, "payment_intent": intent}
    return altered


def _other_facts(data: dict[str, Any], manner: str) -> dict[str, Any]:
    if manner == manners.OTHER_AMOUNT:
        return {"amount": _other_amount(data.get("amount"))}
    if manner == manners.OTHER_CURRENCY:
        return {"currency": other_currency(data.get("currency"))}
    if manner == manners.UNKNOWN_INTENT:
        ids = [name for name in ("id", "resource_id") if name in data]  # a refund has both
        return {**{name: _unknown(data[name]) for name in ids}, "metadata": {}}
    return {}


OTHER_BY = 1000  # smallest units of the currency
MOST = 2**53  # an amount beyond it is no number to every reader


def _other_amount(amount: object) -> int:
    if type(amount) is not int or not -MOST < amount < MOST:  # True is an int, too
        raise CannotBeAltered("Its amount is not a whole number: there is no other one.")
    return amount + OTHER_BY


def _unknown(fintoc_id: object) -> str:
    if not isinstance(fintoc_id, str):
        raise CannotBeAltered("Its id is not a text: there is no other one.")
    return f"{fintoc_id.partition('_')[0]}_{random_text()}"


def other_currency(currency: object) -> str:
    """The one of the two that it is not."""
    return "MXN" if currency == "CLP" else "CLP"
