"""Everything the simulator remembers. Only a model's own methods save it."""

from simulator.models.account import Account
from simulator.models.checkout_session import CheckoutSession
from simulator.models.delivery import Attempt, Delivery
from simulator.models.endpoint import WebhookEndpoint
from simulator.models.event import Event
from simulator.models.idempotent_result import IdempotentResult
from simulator.models.payment_intent import PaymentIntent
from simulator.models.refund import Refund
from simulator.models.scheduled_move import ScheduledMove

__all__ = [
    "Account",
    "Attempt",
    "CheckoutSession",
    "Delivery",
    "Event",
    "IdempotentResult",
    "PaymentIntent",
    "Refund",
    "ScheduledMove",
    "WebhookEndpoint",
]
