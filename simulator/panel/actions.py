"""Every button of the panel: its name, and the heading of docs/break-it.md that says why.

What it is called and the line beside it are in `panel/advice/`.
"""

from dataclasses import dataclass

from simulator.fault_names import FAULTS
from simulator.outcome_names import OUTCOMES
from simulator.webhooks.manners import LIES, OF_AN_EVENT, OF_AN_OUTCOME

WHY = {
    **{fault: "an-answer-that-is-none" for fault in FAULTS},
    "start": "a-page-of-fintocs-own",
    "succeed": "it-succeeds",
    "fail": "it-fails",
    "reject": "it-fails",
    "hold": "it-stays-pending",
    "resolve": "it-stays-pending",
    "require_action": "it-stays-pending",
    "expire": "it-expires",
    "jump": "ten-days-pass",
    "amount": "other-money-comes",
    "currency": "other-money-comes",
    "again": "twice-at-once",
    "twice": "twice-at-once",
    "delayed": "never-told-or-late",
    "dropped": "never-told-or-late",
    "out_of_order": "out-of-order",
    "forged": "forged-or-recorded",
    "stale": "forged-or-recorded",
    "other_amount": "a-webhook-about-other-facts",
    "other_currency": "a-webhook-about-other-facts",
    "unknown_intent": "a-webhook-about-other-facts",
    "early": "before-the-answer",
    "lost_answer": "the-answer-is-lost",
    "stored_error": "a-stored-500",
    "storm": "too-many-requests",
    "rate_limited": "too-many-requests",
    "down": "fintoc-is-down-or-slow",
    "slow": "fintoc-is-down-or-slow",
    "silence": "fintoc-is-down-or-slow",
    "dripped_headers": "fintoc-is-down-or-slow",
    "dripped_body": "fintoc-is-down-or-slow",
    "refused": "a-clear-no",
    "unauthorized": "a-clear-no",
    "script_blocked": "the-script-does-not-come",
    "script_slow": "the-script-does-not-come",
    "refund_proceed": "a-refund",
    "refund_succeed": "a-refund",
    "refund_fail": "a-refund",
    "refund_cancel": "a-refund",
}

MONEY = ("amount", "currency")
STATES = ("down", "slow")  # until they are put right
ONCE = ("early", "lost_answer", "stored_error", "storm", *FAULTS)
PAGE = ("script_blocked", "script_slow")
# A session that waits for the bank is over: what resolves it is its payment's.
SESSION = tuple(name for name in OUTCOMES if name != "resolve")
REFUND = ("proceed", "succeed", "fail", "cancel")


@dataclass(frozen=True)
class Action:
    """One button. `path` is what its form posts to, below /panel/."""

    name: str
    path: str
    label: str
    advice: str

    @property
    def why(self) -> str:
        return WHY[self.name]


def keys() -> list[str]:
    """Every button there is, as `<what it acts on>.<name>`."""
    groups = {
        "payment": (*OUTCOMES, "jump"),
        "session": ("start", *SESSION, "jump"),
        "told": OF_AN_OUTCOME,
        "money": MONEY,
        "lie": LIES,
        "event": OF_AN_EVENT,
        "api": (*STATES, *ONCE),
        "page": PAGE,
        "refund": REFUND,
    }
    return [f"{group}.{name}" for group, names in groups.items() for name in names]
