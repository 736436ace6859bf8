"""What changes the payment: logging in, choosing what pays, and saying no on the way."""

from django.db import transaction
from django.utils import timezone

from simulator.clock import sped_up
from simulator.example_accounts import paying_account
from simulator.models import PaymentIntent, ScheduledMove
from simulator.moves import decide
from simulator.widget.endings import Ending


def log_in(intent_id: str, *, holder_id: str, institution_id: str) -> None:
    """The intent becomes `in_progress`, unless it has already gone further."""
    with transaction.atomic():
        intent = PaymentIntent.objects.get(fintoc_id=intent_id)
        if _is_in_the_widget(intent):
            intent.log_in(holder_id=holder_id, institution_id=institution_id)


def end(intent_id: str, *, outcome: str, reason: str = "") -> None:
    """It ends before there is an account to pay from, unless it has gone further elsewhere."""
    with transaction.atomic():
        intent = PaymentIntent.objects.get(fintoc_id=intent_id)
        if _is_in_the_widget(intent):
            decide(intent_id=intent_id, outcome=outcome, reason=reason)


def pay_from(intent_id: str, *, ending: Ending, reason: str = "") -> None:
    """Choose the account; its ending is planned. A second press of the button changes nothing."""
    with transaction.atomic():
        intent = PaymentIntent.objects.get(fintoc_id=intent_id)
        if not _is_in_the_widget(intent):
            return
        now = timezone.now()
        intent.choose_account(sender_account=_sender(intent, ending), at=now)
        intent.forget_plans()
        reason = ending.reason or reason
        for seconds, outcome in ending.moves:
            due_at = now + sped_up(seconds)
            ScheduledMove.plan(intent=intent, outcome=outcome, due_at=due_at, reason=reason)


def _is_in_the_widget(intent: PaymentIntent) -> bool:
    is_open = intent.status in (intent.Status.CREATED, intent.Status.IN_PROGRESS)
    return is_open and intent.account_chosen_at is None


def _sender(intent: PaymentIntent, ending: Ending) -> dict[str, str]:
    """In Mexico no account is shown to the shopper, so the number is an example's."""
    number = ending.number if intent.currency == "CLP" else ""
    return paying_account(
        intent.currency,
        holder_id=intent.holder_id,
        number=number,
        institution_id=intent.institution_id,
    )
