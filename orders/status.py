"""The words for where the money is, their ranks, and the one derivation. Pure Python.

A Payment's status is Fintoc's own word and only ever rises by rank, so reports may come late,
twice or in any order and still end in the same place; money wins. An Order's status is never set:
it is derived from its payments.
"""

from collections.abc import Sequence
from typing import Protocol

CREATED = "created"
IN_PROGRESS = "in_progress"
REQUIRES_ACTION = "requires_action"
PENDING = "pending"
EXPIRED = "expired"
FAILED = "failed"
REJECTED = "rejected"
SUCCEEDED = "succeeded"
CANCELED = "canceled"  # of an order only: Fintoc cannot cancel a bank transfer

# Fintoc's words (docs: /reference-link/payment-intents-object), lowest first.
PAYMENT_STATUSES = (
    CREATED,
    IN_PROGRESS,
    REQUIRES_ACTION,
    PENDING,
    EXPIRED,
    FAILED,
    REJECTED,
    SUCCEEDED,
)
RANK = {status: rank for rank, status in enumerate(PAYMENT_STATUSES)}
ORDER_STATUSES = (CREATED, PENDING, SUCCEEDED, FAILED, REJECTED, CANCELED)

WAITING = frozenset({PENDING, REQUIRES_ACTION})  # the bank has the order to pay; never pay again
MAY_BE_MONEY = WAITING | {SUCCEEDED}  # of an intent, if nothing but its status is known
UNFINISHED = frozenset({CREATED, IN_PROGRESS}) | WAITING
UNSUCCESSFUL = frozenset({FAILED, REJECTED})
ORDER_FINAL = frozenset({SUCCEEDED, FAILED, REJECTED, CANCELED})  # nothing more to wait for


class PaymentState(Protocol):
    """What the derivation reads of a payment."""

    @property
    def status(self) -> str: ...

    @property
    def is_money(self) -> bool: ...

    @property
    def is_set_aside(self) -> bool: ...

    @property
    def is_attempt(self) -> bool: ...


def merged(current: str, reported: str) -> str:
    """Return the status after a report: the higher of the two; an unknown word moves nothing."""
    if RANK.get(reported, -1) > RANK[current]:
        return reported
    else:
        return current


def takes_back(current: str, reported: str) -> bool:
    """Whether a report says that a final status is none, or that money did not come after all."""
    if reported not in RANK or current in UNFINISHED:
        return False
    return reported in UNFINISHED or (current == SUCCEEDED and reported != SUCCEEDED)


def order_status(payments: Sequence[PaymentState], *, is_canceled: bool) -> str:
    """Derive an order's status from its payments, oldest first. The first match wins.

    One that staff set aside says nothing.
    """
    payments = [payment for payment in payments if not payment.is_set_aside]
    statuses = {payment.status for payment in payments}
    if any(payment.is_money for payment in payments):
        return SUCCEEDED
    if statuses & WAITING:
        return PENDING
    if is_canceled:
        return CANCELED
    attempts = [payment for payment in payments if payment.is_attempt]
    if attempts and attempts[-1].status in UNSUCCESSFUL:
        return attempts[-1].status
    return CREATED
