"""What Fintoc has to tell: payments brought to their ends at the simulator, and its events."""

import random
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

ENDS = ("succeed", "succeed", "succeed", "fail", "reject")


def of_payments(shop: Any, placed: Sequence[dict[str, Any]], *, ends: Sequence[str] = ENDS) -> list:
    """Each payment first at the bank and then at its end: two events each, shuffled."""
    for number, order in enumerate(placed):
        shop.fintoc.decide(order["intent_id"], "hold")
        shop.fintoc.decide(order["intent_id"], ends[number % len(ends)])
    events = shop.fintoc.events()
    random.Random(len(events)).shuffle(events)
    return events


def again(told: Sequence[dict[str, Any]], count: int) -> list[dict[str, Any]]:
    """Events enough: the same news again, each under an id of its own."""
    return [
        {**told[number % len(told)], "id": f"evt_again_{uuid4().hex}"} for number in range(count)
    ]
