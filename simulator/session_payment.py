"""Deciding how the payment of a checkout session ends."""

from django.db import transaction

from simulator.models import CheckoutSession, PaymentIntent
from simulator.moves import NOTHING_ODD, Oddity, decide
from simulator.sessions import start_payment


def decide_session(
    *, session_id: str, outcome: str, reason: str = "", oddity: Oddity = NOTHING_ODD
) -> PaymentIntent:
    """Decide the attempt that is running, or a new one, which is not begun if that is refused.

    Raises CheckoutSession.DoesNotExist, SessionRefused and MoveRefused.
    """
    with transaction.atomic():
        session = CheckoutSession.objects.get(fintoc_id=session_id)
        intent = session.newest_intent()
        is_late_money = intent is not None and outcome == "succeed" and not session.is_open
        is_parked = intent is not None and intent.is_parked
        if intent is None or not (is_late_money or is_parked):
            intent = start_payment(session_id=session_id)
        intent_id = intent.fintoc_id
        return decide(intent_id=intent_id, outcome=outcome, reason=reason, oddity=oddity)
