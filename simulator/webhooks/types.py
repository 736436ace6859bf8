"""The types of event there are. Fintoc docs: /api/main-resources/events-reference."""

# What the simulator sends. `.requires_action` and `.expired`, and all of the refunds', are known
# from third parties only.
SENT = (
    "payment_intent.succeeded",
    "payment_intent.failed",
    "payment_intent.rejected",
    "payment_intent.pending",
    "payment_intent.requires_action",
    "payment_intent.expired",
    "checkout_session.finished",
    "checkout_session.expired",
    "refund.in_progress",
    "refund.succeeded",
    "refund.failed",
)

# Guess: that these exist. Sent when the switch `all_refund_events` says so.
DOUBTFUL = ("refund.created", "refund.pending", "refund.canceled")
