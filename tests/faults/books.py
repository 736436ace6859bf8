"""What has to hold of the books after any fault, read from the database and not from the shop.

Each event answered 2xx is one row, each payment that came to its end moved once, each paid order
has one confirmation queued, and Fintoc's ledger is ours.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

EVENTS = "SELECT event_id FROM webhooks_webhookevent WHERE event_id IS NOT NULL"
UNDONE = "SELECT event_id, outcome FROM webhooks_webhookevent WHERE processed_at IS NULL"
PAYMENTS = "SELECT intent_id, status FROM orders_payment"
MOVES = """SELECT p.intent_id, e.value FROM orders_orderevent e
    JOIN orders_payment p ON p.id = e.payment_id WHERE e.kind = 'payment'"""
CONFIRMED = "SELECT order_id FROM orders_outbox WHERE kind = 'E1'"
PAID = "SELECT id FROM orders_order WHERE status = 'succeeded'"
BECAME_PAID = """SELECT order_id FROM orders_orderevent
    WHERE kind = 'status' AND value = 'succeeded'"""
TWICE_PAYABLE = """SELECT order_id FROM orders_payment WHERE retired_at IS NULL
    GROUP BY order_id HAVING count(*) > 1"""


@dataclass(frozen=True)
class Books:
    """What was found: how many of each are missing, and how many too many."""

    lost: int
    doubled: int
    said: str

    @property
    def are_right(self) -> bool:
        return not self.lost and not self.doubled


def check(shop: Any, acknowledged: Collection[str] | None = None) -> Books:
    """Compare what was acknowledged, what is stored, and what Fintoc has."""
    rows = shop.database.rows
    lost: Counter[str] = Counter()
    doubled: Counter[str] = Counter()
    if acknowledged is not None:
        stored = [event_id for (event_id,) in rows(EVENTS)]
        lost["events"] = len(set(acknowledged) - set(stored))
        doubled["events"] = len(stored) - len(set(stored))
        lost["effects"] = len(rows(UNDONE))
    truth = {intent["id"]: intent["status"] for intent in shop.fintoc.intents()}
    ours = dict(rows(PAYMENTS))
    lost["payments"] = sum(ours.get(each) != said for each, said in truth.items())
    moves = Counter(rows(MOVES))
    doubled["moves"] = sum(times - 1 for times in moves.values())
    lost["moves"] = sum(
        (each, said) not in moves for each, said in truth.items() if said != "created"
    )
    paid = [order for (order,) in rows(PAID)]
    confirmed = Counter(order for (order,) in rows(CONFIRMED))
    lost["confirmations"] = sum(order not in confirmed for order in paid)
    doubled["confirmations"] = sum(confirmed.values()) - len(set(paid) & set(confirmed))
    doubled["orders paid"] = len(rows(BECAME_PAID)) - len(paid)
    doubled["payments to be paid"] = len(rows(TWICE_PAYABLE))
    return Books(lost.total(), doubled.total(), f"lost {+lost}, doubled {+doubled}")
