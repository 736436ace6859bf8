"""What can be decided about a payment, and the status that it leads to."""

OUTCOMES = {
    "succeed": "succeeded",
    "fail": "failed",
    "reject": "rejected",
    "hold": "pending",
    "require_action": "requires_action",
    "expire": "expired",
    "resolve": "succeeded",  # only of what waits
}
