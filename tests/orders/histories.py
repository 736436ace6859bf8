"""What Fintoc can truly report of one payment, oldest first, and every way it can reach us."""

from collections.abc import Iterator
from itertools import combinations

HISTORIES = [
    ("pending", "succeeded"),
    ("pending", "failed"),
    ("pending", "rejected"),
    ("succeeded",),
    ("failed",),
    ("rejected",),
    ("pending", "failed", "succeeded"),
    ("in_progress", "pending", "succeeded"),
    ("expired", "succeeded"),
]


def deliveries(history: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every subset of a history's events delivered twice, in every distinct order."""
    for size in range(len(history) + 1):
        for repeated in combinations(history, size):
            yield from distinct_orders((*history, *repeated))


def distinct_orders(reports: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if not reports:
        yield ()
    for first in sorted(set(reports)):
        rest = list(reports)
        rest.remove(first)
        for order in distinct_orders(tuple(rest)):
            yield (first, *order)


def all_deliveries() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Pairs of a history and one way to deliver it."""
    return [(history, sent) for history in HISTORIES for sent in deliveries(history)]
