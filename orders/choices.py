"""What each kind of Alert offers its deciders, and what they say when they choose."""

from dataclasses import dataclass

from orders.models import Alert

ACCEPT, REFUND, FULFILL, WAIT, CLOSE_UNPAID = "accept", "refund", "fulfill", "wait", "close unpaid"
MARK_PAID, ATTACH, CLOSE, TRY_AGAIN = "mark paid", "attach", "close", "try again"
RESEND, ANSWER = "resend", "answer"

OFFERED: dict[str, tuple[str, ...]] = {
    Alert.MISMATCH: (ACCEPT, REFUND),
    Alert.DUPLICATE_PAYMENT: (REFUND,),
    Alert.PAID_AFTER_CANCEL: (FULFILL, REFUND),
    Alert.CONTRADICTION: (WAIT, CLOSE_UNPAID),
    Alert.UNRESOLVED: (CLOSE_UNPAID, MARK_PAID, REFUND),
    Alert.ORPHAN: (ATTACH, REFUND),
    Alert.MISSING: (CLOSE,),
    Alert.QUARANTINED: (CLOSE,),
    Alert.REFUND_FAILED: (TRY_AGAIN, CLOSE),
    Alert.REFUND_CONFLICT: (TRY_AGAIN, CLOSE),
    Alert.MAIL_PARKED: (RESEND,),
    Alert.SHOP_SIDE: (CLOSE,),
    Alert.REQUEST: (REFUND, ANSWER),
}
GIVES_MONEY_BACK = frozenset({REFUND, TRY_AGAIN})
ASKS_FINTOC = frozenset({(Alert.ORPHAN, ATTACH), (Alert.ORPHAN, REFUND)})


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What staff chose. Of the rest, each choice reads what it needs.

    `amount` is in minor units; None: all that is left. `cause` is who decides.
    """

    word: str
    reason: str
    cause: str
    amount: int | None = None
    email: str = ""
    order_number: str = ""
