"""What the panel's lists and pages are made of."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from simulator import refunds
from simulator.models import CheckoutSession, Delivery, Event, PaymentIntent, Refund
from simulator.money import shown
from simulator.moves import is_possible
from simulator.outcome_names import OUTCOMES
from simulator.panel.actions import SESSION
from simulator.panel.order_link import order_link

MOST_ROWS = 50


@dataclass(frozen=True)
class Row:
    """One payment, session, refund or event; of the first three, what may happen to it."""

    thing: Any
    metadata: dict[str, Any]
    amount: str = ""
    outcomes: tuple[str, ...] = ()

    @property
    def order(self) -> str:
        return str(self.metadata.get("order", ""))

    @property
    def order_link(self) -> str:
        return order_link(self.metadata) if self.order else ""


def payments() -> list[Row]:
    """Newest first, as all lists here, and a screenful of each."""
    return [payment(intent) for intent in PaymentIntent.objects.order_by("-pk")[:MOST_ROWS]]


def payment(intent: PaymentIntent) -> Row:
    outcomes = [name for name in OUTCOMES if is_possible(intent, outcome=name)]
    if "resolve" in outcomes:
        outcomes.remove("succeed")  # it is the same, by the name it has for what waits
    amount = shown(intent.amount, intent.currency)
    return Row(intent, intent.metadata, amount, tuple(outcomes))


def sessions() -> list[Row]:
    found = CheckoutSession.objects.prefetch_related("intents").order_by("-pk")
    return [session(each) for each in found[:MOST_ROWS]]


def session(session: CheckoutSession) -> Row:
    """Once it is over, what remains to be decided is its payment's."""
    outcomes = SESSION if session.is_open else ()
    if session.status == session.Status.CREATED:
        outcomes = ("start", *outcomes)
    return Row(session, session.metadata, shown(session.amount, session.currency), outcomes)


def refunds_of(**about: Any) -> list[Row]:
    found = Refund.objects.filter(**about).select_related("intent").order_by("-pk")[:MOST_ROWS]
    return [
        Row(
            refund,
            refund.intent.metadata,
            shown(refund.amount, refund.intent.currency),
            tuple(name for name in refunds.OUTCOMES if refunds.is_possible(refund, outcome=name)),
        )
        for refund in found
    ]


def events(*about: Q) -> list[Row]:
    """With their deliveries."""
    found = Event.objects.filter(*about).select_related("intent", "session", "refund__intent")
    found = found.prefetch_related("delivery_set__endpoint", "delivery_set__attempts")
    return [event(each) for each in found.order_by("-pk")[:MOST_ROWS]]


def event(event: Event) -> Row:
    """Of an event about nothing that exists nobody knows an order."""
    about = event.intent or event.session or (event.refund and event.refund.intent)
    return Row(event, about.metadata if about else {})


def deliveries(event: Event) -> list[Delivery]:
    found = Delivery.objects.filter(event=event).select_related("endpoint").order_by("-pk")
    return list(found.prefetch_related("attempts"))
