"""How the last page looks in each status, and what it tells the shop.

Fintoc docs: /guides/resources/widget/widget-events (the names of the events).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class OutcomePage:
    tone: str  # its color
    events: str  # reported to the shop when the page is shown
    callback: str = ""  # what leaving the page means for the shop: success or exit
    is_waiting: bool = False
    leaves_by_itself: bool = False


_AT_THE_BANK = OutcomePage(
    "info", "app_authentication_required validating_payment", is_waiting=True
)

OUTCOME_PAGES = {
    "created": _AT_THE_BANK,
    "in_progress": _AT_THE_BANK,
    "requires_action": OutcomePage("wait", "validating_payment", callback="exit", is_waiting=True),
    # Guess: that a pending payment ends the widget as a success does.
    "pending": OutcomePage("wait", "payment_created", callback="success"),
    "succeeded": OutcomePage("ok", "payment_created", callback="success", leaves_by_itself=True),
    "failed": OutcomePage("bad", "payment_error", callback="exit"),
    "rejected": OutcomePage("bad", "payment_error", callback="exit"),
}
