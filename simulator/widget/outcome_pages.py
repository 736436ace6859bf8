"""How the last page looks in each status, and what it tells the shop.

Fintoc docs: /guides/resources/widget/widget-events (the names of the events).
"""

from dataclasses import dataclass, replace

from simulator.models import PaymentIntent
from simulator.widget.endings import Ending, ending_of


@dataclass(frozen=True)
class OutcomePage:
    tone: str  # its color
    sentence: str  # the name of what it says
    events: str  # reported to the shop when the page is shown
    callback: str = ""  # what leaving the page means for the shop: success or exit
    is_waiting: bool = False
    leaves_by_itself: bool = False


OUTCOME_PAGES = {
    "in_progress": OutcomePage("info", "wait_text", "validating_payment", is_waiting=True),
    "requires_action": OutcomePage(
        "wait", "requires_action_text", "validating_payment", callback="exit", is_waiting=True
    ),
    # Guess: that a pending payment ends the widget as a success does.
    "pending": OutcomePage("wait", "pending_text", "payment_created", callback="success"),
    "succeeded": OutcomePage(
        "ok", "succeeded_text", "payment_created", callback="success", leaves_by_itself=True
    ),
    "failed": OutcomePage("bad", "failed_text", "payment_error", callback="exit"),
    "rejected": OutcomePage("bad", "rejected_text", "payment_error", callback="exit"),
}
# The reasons with a sentence of their own. Not every failure means that nothing was charged.
EXPLAINED = (
    "insufficient_funds",
    "mfa_authorization_timeout",
    "mfa_invalid_authorization",
    "unresolved_final_status",
)


def outcome_page(intent: PaymentIntent) -> OutcomePage:
    """A failure says why; while the bank is at it, what to do depends on the account."""
    page = OUTCOME_PAGES[intent.status]
    if intent.error_reason in EXPLAINED:
        return replace(page, sentence=intent.error_reason)
    if intent.status == "in_progress":
        return _while_waiting(page, ending_of((intent.sender_account or {}).get("number", "")))
    return page


def _while_waiting(page: OutcomePage, ending: Ending | None) -> OutcomePage:
    if ending and ending.factor:
        return replace(page, events=f"validating_second_factor {page.events}")
    sentence = "wait_for_nobody" if ending and ending.name == "times_out" else "wait_for_app"
    return replace(page, sentence=sentence, events=f"app_authentication_required {page.events}")
