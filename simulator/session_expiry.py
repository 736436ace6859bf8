"""A checkout session ends unpaid: by the merchant's hand, or because its time is over.

Fintoc docs: /api/payments-api/checkout-sessions/checkout-sessions-expire.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from simulator.models import CheckoutSession, PaymentIntent
from simulator.moves import take
from simulator.sessions import SessionRefused
from simulator.webhooks.events import record_session_event

Status = CheckoutSession.Status


def expire_by_hand(*, session_id: str) -> CheckoutSession:
    """Fintoc lets the merchant end a session that nobody has begun to pay.

    Raises CheckoutSession.DoesNotExist and SessionRefused.
    """
    return _expire(session_id, allowed=(Status.CREATED,))


def expire_now(*, session_id: str) -> CheckoutSession:
    """Its time is over, however far it had come.

    Raises CheckoutSession.DoesNotExist and SessionRefused.
    """
    return _expire(session_id, allowed=(Status.CREATED, Status.IN_PROGRESS))


def _expire(session_id: str, *, allowed: tuple[str, ...]) -> CheckoutSession:
    with transaction.atomic():
        session = CheckoutSession.objects.get(fintoc_id=session_id)
        if session.status not in allowed:
            raise SessionRefused(
                f"{session_id} is {session.status}: only a session that is "
                f"{' or '.join(allowed)} can be expired."
            )
        now = timezone.now()
        session.take(status=Status.EXPIRED)
        for intent in session.intents.all():
            _expire_intent(intent, now)
        record_session_event(session, at=now)
    return session


def _expire_intent(intent: PaymentIntent, now: datetime) -> None:
    """One that is at the bank already goes on: its money may still come."""
    is_at_the_bank = intent.account_chosen_at is not None or intent.is_parked
    if not intent.is_final and not is_at_the_bank:
        take(intent, status=intent.Status.EXPIRED, reason="", at=now)


def expire_due(session: CheckoutSession) -> None:
    """The worker found its time over. One that was finished meanwhile is left alone."""
    try:
        expire_now(session_id=session.fintoc_id)
    except (SessionRefused, CheckoutSession.DoesNotExist):
        return
