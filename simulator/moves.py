"""What can happen to a payment intent, and from which states."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from simulator import switches
from simulator.models import PaymentIntent, ScheduledMove
from simulator.sessions import follow
from simulator.webhooks.events import record_intent_event

Status = PaymentIntent.Status

OUTCOMES = {
    "succeed": Status.SUCCEEDED,
    "fail": Status.FAILED,
    "reject": Status.REJECTED,
    "hold": Status.PENDING,
    "require_action": Status.REQUIRES_ACTION,
    "expire": Status.EXPIRED,
}
DEFAULT_REASON = "insufficient_funds"

# Fintoc docs: /v2023-11-15/reference/.../payment-intent-error-reason (an open list, for Chile),
# and for the last one /guides/payments/fintoc-collect-payments/dealing-with-payment-exceptions.
REASONS = (
    DEFAULT_REASON,
    "amount_limit_reached",
    "bank_account_locked",
    "bank_connection_error",
    "bank_not_available",
    "login_credentials_locked",
    "login_invalid_credentials",
    "maximum_amount_error",
    "mfa_authorization_timeout",
    "mfa_invalid_authorization",
    "mfa_locked",
    "mfa_unavailable",
    "new_contact_amount_limit_reached",
    "new_contact_transfer_number_limit_reached",
    "recipient_account_not_allowed",
    "unresolved_final_status",
)


class MoveRefused(Exception):
    """The payment is where nothing leads from to the outcome asked for; the message says so."""


def decide(*, intent_id: str, outcome: str, reason: str = "") -> PaymentIntent:
    """Someone decides the outcome now; whatever was planned for the intent is forgotten.

    Raises PaymentIntent.DoesNotExist and MoveRefused.
    """
    with transaction.atomic():
        intent = PaymentIntent.objects.get(fintoc_id=intent_id)
        _move(intent, outcome=outcome, reason=reason, at=timezone.now())
        intent.forget_plans()
    return intent


def expire_by_hand(*, intent_id: str) -> PaymentIntent:
    """The merchant ends a cash payment nobody has begun to pay, the only kind where Fintoc lets it.

    Fintoc docs: /api/payments-api/cash/cash-payment-intents-expire.
    Raises PaymentIntent.DoesNotExist and MoveRefused.
    """
    with transaction.atomic():
        intent = PaymentIntent.objects.get(fintoc_id=intent_id)
        if intent.payment_type != "cash" or intent.status != Status.CREATED:
            raise MoveRefused(
                f"{intent_id} is {intent.status} and pays by {intent.payment_type}: only a "
                "payment by cash that is created can be expired."
            )
        take(intent, status=Status.EXPIRED, reason="manually_expired", at=timezone.now())
        intent.forget_plans()
    return intent


def is_possible(intent: PaymentIntent, *, outcome: str) -> bool:
    """Whether that outcome may follow the status the intent has now."""
    try:
        _refuse_if_impossible(intent, OUTCOMES[outcome])
    except MoveRefused:
        return False
    return True


def carry_out(move: ScheduledMove) -> None:
    """A planned outcome has come due. One that is no longer possible is dropped."""
    with transaction.atomic():
        planned = ScheduledMove.objects.select_related("intent").filter(pk=move.pk).first()
        if planned is None:
            return
        planned.delete()
        if planned.outcome == "expire" and not switches.current().intents_expire:
            return
        try:
            _move(
                planned.intent,
                outcome=planned.outcome,
                reason=planned.reason,
                at=timezone.now(),
            )
        except MoveRefused:
            return


def _move(intent: PaymentIntent, *, outcome: str, reason: str, at: datetime) -> None:
    status = OUTCOMES[outcome]
    _refuse_if_impossible(intent, status)
    # Guess: only a failure has a reason.
    error_reason = (reason or DEFAULT_REASON) if status == Status.FAILED else ""
    take(intent, status=status, reason=error_reason, at=at)


def take(intent: PaymentIntent, *, status: str, reason: str, at: datetime) -> None:
    """A new status, its event, and what follows for its session. In a transaction."""
    intent.take(status=status, reason=reason, at=at)
    record_intent_event(intent, at=at)
    follow(intent, at=at)


def _refuse_if_impossible(intent: PaymentIntent, status: str) -> None:
    """A final state is final, but money may arrive after the bank first said it would not."""
    if intent.status == status:
        raise MoveRefused(f"{intent.fintoc_id} is already {intent.status}.")
    if intent.is_final and status != Status.SUCCEEDED:
        raise MoveRefused(
            f"{intent.fintoc_id} is {intent.status}, which is final: "
            f"it cannot become {status}. Only a late success can follow."
        )
