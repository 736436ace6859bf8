"""The words for where a refund is, and their ranks. Pure Python.

All but `requested`, which is ours before Fintoc has it, are Fintoc's own; two of its pages name the
first one `created` and two `pending` (docs: /api/payments-api/refunds), so they rank the same.
"""

REQUESTED = "requested"
CREATED = "created"
PENDING = "pending"
IN_PROGRESS = "in_progress"
CANCELED = "canceled"
FAILED = "failed"
SUCCEEDED = "succeeded"

RANK = {
    REQUESTED: 0,
    CREATED: 1,
    PENDING: 1,
    IN_PROGRESS: 2,
    CANCELED: 3,
    FAILED: 3,
    SUCCEEDED: 3,
}
STATUSES = tuple(RANK)
QUEUED = frozenset({CREATED, PENDING})
FINAL = frozenset({CANCELED, FAILED, SUCCEEDED})
RETURNED = frozenset({CANCELED, FAILED})  # the money stayed with the shop


def merged(current: str, reported: str) -> str:
    """Return the status after a report: the higher of the two, and the first of two equals."""
    if RANK.get(reported, -1) > RANK[current]:
        return reported
    else:
        return current
