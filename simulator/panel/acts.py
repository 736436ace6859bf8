"""What each button does: the same decisions as /control/."""

from contextlib import suppress

from simulator import refunds, sessions, switches
from simulator.fault_names import FAULTS
from simulator.models import CheckoutSession, Event, PaymentIntent, Refund
from simulator.moves import MoveRefused, Oddity, decide
from simulator.outcome_names import OUTCOMES
from simulator.session_expiry import expire_now
from simulator.session_payment import decide_session
from simulator.webhooks.manners import LIES, OF_AN_EVENT, OF_AN_OUTCOME
from simulator.webhooks.retelling import OTHER_BY, CannotBeAltered, lie, other_currency, retell

TEN_DAYS_SECONDS = 10 * 24 * 3600
STORM_CALLS = 20
SLOW_SCRIPT_SECONDS = 10
MOST_SECONDS = 60

TOO_LATE = (
    MoveRefused,
    sessions.SessionRefused,
    refunds.RefundRefused,
    PaymentIntent.DoesNotExist,
    CheckoutSession.DoesNotExist,
    Refund.DoesNotExist,
    Event.DoesNotExist,
    CannotBeAltered,
)


def act_on_payment(intent_id: str, name: str, *, reason: str = "") -> None:
    """`name` is an outcome, `jump`, or `told.`, `money.` or `lie.` and a name.

    Nothing happens where the payment has moved on meanwhile; nor below.
    """
    group, _, rest = name.rpartition(".")
    with suppress(*TOO_LATE):
        if group == "lie" and rest in LIES:
            lie(intent_id=intent_id, manner=rest)
        elif group == "told" and rest in OF_AN_OUTCOME:
            decide(intent_id=intent_id, outcome="succeed", oddity=Oddity(told=rest))
        elif group == "money":
            _pay_other_money(intent_id, rest)
        elif name == "jump":
            PaymentIntent.objects.get(fintoc_id=intent_id).grow_older(seconds=TEN_DAYS_SECONDS)
        elif name in OUTCOMES:
            decide(intent_id=intent_id, outcome=name, reason=reason)


def _pay_other_money(intent_id: str, what: str) -> None:
    intent = PaymentIntent.objects.get(fintoc_id=intent_id)
    other = {
        "amount": Oddity(amount=intent.amount + OTHER_BY),
        "currency": Oddity(currency=other_currency(intent.currency)),
    }
    if what in other:
        decide(intent_id=intent_id, outcome="succeed", oddity=other[what])


def act_on_event(event_id: str, manner: str) -> None:
    """Tell it once more."""
    with suppress(*TOO_LATE):
        if manner in OF_AN_EVENT:
            retell(event_id=event_id, manner=manner)


def act_on_session(session_id: str, name: str, *, reason: str = "") -> None:
    """`start`, `expire`, `jump`, or an outcome of its payment."""
    with suppress(*TOO_LATE):
        if name == "start":
            sessions.start_payment(session_id=session_id)
        elif name == "jump":
            CheckoutSession.objects.get(fintoc_id=session_id).grow_older(seconds=TEN_DAYS_SECONDS)
        elif name == "expire":
            expire_now(session_id=session_id)
        elif name in OUTCOMES:
            decide_session(session_id=session_id, outcome=name, reason=reason)


def act_on_refund(refund_id: str, name: str) -> None:
    """One of a refund's outcomes."""
    with suppress(*TOO_LATE):
        if name in refunds.OUTCOMES:
            refunds.decide(refund_id=refund_id, outcome=name)


def act_on_api(name: str, *, seconds: int) -> None:
    """What the API or the script does wrong from now on, or next time."""
    once: dict[str, dict[str, switches.Position]] = {
        "early": {"paid_before_answer_next": 1},
        "lost_answer": {"lost_answers_next": 1},
        "stored_error": {"errors_next": 1, "error_is_stored": True},
        "storm": {"rate_limited_next": STORM_CALLS},
        **{fault: {"fault": fault, "faults_next": 1} for fault in FAULTS},
    }
    for positions in once.values():
        positions["only_creates_fail"] = True
    lasting: dict[str, dict[str, switches.Position]] = {
        "down": {"is_down": True},
        "slow": {"answer_delay_ms": min(max(seconds, 1), MOST_SECONDS) * 1000},
        "script_blocked": {"script_is_blocked": True},
        "script_slow": {"script_delay_ms": SLOW_SCRIPT_SECONDS * 1000},
    }
    switches.flip({**once, **lasting}.get(name, {}))
