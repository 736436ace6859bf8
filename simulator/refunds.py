"""What may be refunded, and what becomes of a refund.

Fintoc docs: /api/payments-api/refunds. That the payment intent does not change is a guess: its
object has no field for it.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from simulator.example_accounts import paying_account
from simulator.models import PaymentIntent, Refund
from simulator.webhooks.events import record_refund_event

Status = Refund.Status

OUTCOMES = {
    "proceed": Status.IN_PROGRESS,
    "succeed": Status.SUCCEEDED,
    "fail": Status.FAILED,
    "cancel": Status.CANCELED,
}
DEFAULT_REASON = "insufficient_funds"  # Fintoc docs: the refund object's failure_code


class RefundRefused(Exception):
    """It cannot be refunded, or moved so; the message says why."""


class AmountRefused(RefundRefused):
    """More than is left of the payment."""


def request_refund(
    *,
    intent: PaymentIntent,
    amount: int | None,
    metadata: dict[str, Any],
    recipient_account: dict[str, Any] | None,
) -> Refund:
    """Refund a payment in full (`amount` None: what is left of it) or in part.

    Raises RefundRefused and AmountRefused.
    """
    with transaction.atomic():
        intent.refresh_from_db()
        if intent.status != PaymentIntent.Status.SUCCEEDED:
            raise RefundRefused(
                f"{intent.fintoc_id} is {intent.status}: only a payment that succeeded is refunded."
            )
        left = left_to_refund(intent)
        asked = left if amount is None else amount
        if not 0 < asked <= left:
            raise AmountRefused(f"{left} is left to refund of {intent.fintoc_id}.")
        refund = Refund.open(
            intent=intent,
            amount=asked,
            metadata=metadata,
            recipient_account=recipient_account or _payer(intent),
            at=timezone.now(),
        )
        record_refund_event(refund, at=refund.created_at)
    return refund


def left_to_refund(intent: PaymentIntent) -> int:
    """The payment, less every refund that is not failed or canceled."""
    return intent.amount - sum(refund.amount for refund in intent.refunds.all() if refund.counts)


def _payer(intent: PaymentIntent) -> dict[str, Any]:
    account = intent.sender_account or paying_account(intent.currency)
    return {"holder_name": None, **account}


def cancel(*, refund_id: str) -> Refund:
    """The merchant takes it back, before it is in progress.

    Raises Refund.DoesNotExist and RefundRefused.
    """
    with transaction.atomic():
        refund = Refund.objects.get(fintoc_id=refund_id)
        if not refund.is_queued:
            raise RefundRefused(f"{refund_id} is {refund.status}: it cannot be canceled any more.")
        return _take(refund, Status.CANCELED)


def decide(*, refund_id: str, outcome: str, reason: str = "", is_forced: bool = False) -> Refund:
    """Someone decides now. Forced, even a final state gives way: a contradiction to practice on.

    Raises Refund.DoesNotExist and RefundRefused.
    """
    with transaction.atomic():
        refund = Refund.objects.get(fintoc_id=refund_id)
        status = OUTCOMES[outcome]
        if refund.status == status or (not is_forced and not _may_follow(refund, status)):
            raise RefundRefused(f"{refund_id} is {refund.status}: it cannot become {status}.")
        code = (reason or DEFAULT_REASON) if status == Status.FAILED else ""
        return _take(refund, status, failure_code=code)


def is_possible(refund: Refund, *, outcome: str) -> bool:
    """Whether that outcome may follow the status the refund has now."""
    return refund.status != OUTCOMES[outcome] and _may_follow(refund, OUTCOMES[outcome])


def _may_follow(refund: Refund, status: str) -> bool:
    if status in (Status.IN_PROGRESS, Status.CANCELED):
        return refund.is_queued
    return not refund.is_final


def advance_due(refund: Refund) -> None:
    """The next step has come: in progress, then succeeded. One moved meanwhile is left alone."""
    with transaction.atomic():
        now = timezone.now()
        found = Refund.due(now).filter(pk=refund.pk).first()
        if found is not None:
            _take(found, Status.IN_PROGRESS if found.is_queued else Status.SUCCEEDED)


def _take(refund: Refund, status: str, *, failure_code: str = "") -> Refund:
    now = timezone.now()
    refund.take(status=status, failure_code=failure_code, at=now)
    record_refund_event(refund, at=now)
    return refund
