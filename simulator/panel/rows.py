"""What the panel's lists and pages are made of."""

from dataclasses import dataclass
from typing import Any

from simulator import refunds
from simulator.models import CheckoutSession, Delivery, Event, PaymentIntent, Refund
from simulator.money import shown
from simulator.moves import is_possible
from simulator.outcome_names import OUTCOMES
from simulator.panel.order_link import order_link

MOST_ROWS = 50
OF_A_SESSION = ("start", "succeed", "fail", "reject", "hold", "expire")


@dataclass(frozen=True)
class Row:
    """One payment, session or refund, and what may happen to it."""

    thing: Any
    amount: str
    metadata: dict[str, Any]
    outcomes: list[str]

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
    return Row(intent, shown(intent.amount, intent.currency), intent.metadata, outcomes)


def sessions() -> list[Row]:
    found = CheckoutSession.objects.prefetch_related("intents").order_by("-pk")
    return [
        Row(
            session,
            shown(session.amount, session.currency),
            session.metadata,
            list(OF_A_SESSION) if session.is_open else [],
        )
        for session in found[:MOST_ROWS]
    ]


def refunds_of(**about: Any) -> list[Row]:
    found = Refund.objects.filter(**about).select_related("intent").order_by("-pk")[:MOST_ROWS]
    return [
        Row(
            refund,
            shown(refund.amount, refund.intent.currency),
            refund.intent.metadata,
            [name for name in refunds.OUTCOMES if refunds.is_possible(refund, outcome=name)],
        )
        for refund in found
    ]


def events(**about: Any) -> list[Event]:
    """With their deliveries, oldest first."""
    found = Event.objects.filter(**about).order_by("-pk")
    return list(found.prefetch_related("delivery_set__endpoint")[:MOST_ROWS])


def deliveries(event: Event) -> list[Delivery]:
    found = Delivery.objects.filter(event=event).select_related("endpoint").order_by("-pk")
    return list(found.prefetch_related("attempts"))
