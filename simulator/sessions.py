"""What a checkout session and its payment intents do to each other.

Fintoc docs: /api/payments-api/checkout-sessions. A session is finished when its payment ended or
waits for the bank, which does not mean paid.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from simulator import switches
from simulator.example_accounts import collecting_account
from simulator.models import CheckoutSession, PaymentIntent
from simulator.webhooks.events import record_session_event

Status = CheckoutSession.Status


class SessionRefused(Exception):
    """The session is in a state that does not allow it; the message says which."""


def start_payment(*, session_id: str) -> PaymentIntent:
    """The shopper begins to pay, or goes on: the intent to pay with.

    Raises CheckoutSession.DoesNotExist and SessionRefused.
    """
    with transaction.atomic():
        session = CheckoutSession.objects.get(fintoc_id=session_id)
        newest = session.newest_intent()
        if newest is not None and not newest.is_final and not newest.is_parked:
            return newest
        if not session.is_open:
            raise SessionRefused(f"{session_id} is {session.status}: it cannot be paid any more.")
        session.take(status=Status.IN_PROGRESS)
        return _open_intent(session)


def _open_intent(session: CheckoutSession) -> PaymentIntent:
    options = session.payment_method_options.get("bank_transfer", {})
    copied = session.metadata if switches.current().session_metadata_copied else {}
    return PaymentIntent.open(
        session=session,
        created_at=timezone.now(),
        amount=session.amount,
        currency=session.currency,
        customer_email=session.customer_email,
        metadata=copied,
        business_profile=session.business_profile,
        recipient_account=options.get("recipient_account") or collecting_account(session.currency),
    )


def follow(intent: PaymentIntent, *, at: datetime, manner: str = "") -> None:
    """The intent has taken a new status: its session may be finished by that.

    Whether another attempt is possible after a failed one is not known: a switch.
    """
    session = intent.session
    if session is None or not session.is_open or not _is_over(intent):
        return
    session.take(status=Status.FINISHED)
    record_session_event(session, at=at, manner=manner)


def _is_over(intent: PaymentIntent) -> bool:
    if intent.status == PaymentIntent.Status.SUCCEEDED or intent.is_parked:
        return True
    return intent.is_final and switches.current().intents_per_session == "one"
