"""What can happen to a payment intent, and from which states."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from simulator import switches
from simulator.models import PaymentIntent, ScheduledMove
from simulator.outcome_names import OUTCOMES
from simulator.sessions import follow
from simulator.webhooks.events import record_intent_event
from simulator.webhooks.manners import OUT_OF_ORDER

Status = PaymentIntent.Status

DEFAULT_REASON = "insufficient_funds"
UNRESOLVED = "unresolved_final_status"
LONGEST_WAIT = timedelta(days=10)  # real days, whatever `--speed` is

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
    UNRESOLVED,
)


class MoveRefused(Exception):
    """The payment is where nothing leads from to the outcome asked for; the message says so."""


@dataclass(frozen=True, kw_only=True)
class Oddity:
    """What is odd about an outcome: the way it is told, or the money that came."""

    told: str = ""  # one of `manners.OF_AN_OUTCOME`
    amount: int | None = None
    currency: str = ""


NOTHING_ODD = Oddity()


def decide(
    *, intent_id: str, outcome: str, reason: str = "", oddity: Oddity = NOTHING_ODD
) -> PaymentIntent:
    """Someone decides the outcome now; whatever was planned for the intent is forgotten.

    Raises PaymentIntent.DoesNotExist and MoveRefused.
    """
    with transaction.atomic():
        intent = PaymentIntent.objects.get(fintoc_id=intent_id)
        _refuse_if_impossible(intent, outcome)
        now = timezone.now()
        intent.change_money(amount=oddity.amount, currency=oddity.currency)
        if oddity.told == OUT_OF_ORDER:
            _tell_of_waiting(intent, at=now)
        manner = "" if oddity.told == OUT_OF_ORDER else oddity.told
        _move(intent, outcome=outcome, reason=reason, at=now, manner=manner)
        intent.forget_plans()
        if intent.status == Status.PENDING:
            _plan_the_end_of_waiting(intent, now)
    return intent


def _tell_of_waiting(intent: PaymentIntent, *, at: datetime) -> None:
    """The event that came before, and arrives after. Its session follows the outcome alone: it is
    finished once, and is to be told with the end of its payment."""
    if not intent.is_parked:
        intent.take(status=Status.PENDING, reason="", at=at)
    record_intent_event(intent, at=at, manner=OUT_OF_ORDER)


def _plan_the_end_of_waiting(intent: PaymentIntent, now: datetime) -> None:
    """Fintoc docs: /guides/payments/fintoc-collect-payments/dealing-with-payment-exceptions."""
    due_at = now + LONGEST_WAIT
    ScheduledMove.plan(intent=intent, outcome="fail", due_at=due_at, reason=UNRESOLVED)


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
        _refuse_if_impossible(intent, outcome)
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


def _move(
    intent: PaymentIntent, *, outcome: str, reason: str, at: datetime, manner: str = ""
) -> None:
    _refuse_if_impossible(intent, outcome)
    status = OUTCOMES[outcome]
    # Guess: only a failure has a reason.
    error_reason = (reason or DEFAULT_REASON) if status == Status.FAILED else ""
    take(intent, status=status, reason=error_reason, at=at, manner=manner)


def take(
    intent: PaymentIntent, *, status: str, reason: str, at: datetime, manner: str = ""
) -> None:
    """A new status, its event, and what follows for its session, told in the same manner.

    In a transaction.
    """
    intent.take(status=status, reason=reason, at=at)
    record_intent_event(intent, at=at, manner=manner)
    follow(intent, at=at, manner=manner)


def _refuse_if_impossible(intent: PaymentIntent, outcome: str) -> None:
    """A final state is final, but money may arrive after the bank first said it would not."""
    status = OUTCOMES[outcome]
    if outcome == "resolve" and not intent.is_parked:
        raise MoveRefused(f"{intent.fintoc_id} is {intent.status}: it does not wait for the bank.")
    if intent.status == status:
        raise MoveRefused(f"{intent.fintoc_id} is already {intent.status}.")
    if intent.is_final and status != Status.SUCCEEDED:
        raise MoveRefused(
            f"{intent.fintoc_id} is {intent.status}, which is final: "
            f"it cannot become {status}. Only a late success can follow."
        )
