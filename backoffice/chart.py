"""Sales as bars: where each goes, so that the page needs neither a style nor a script."""

from collections.abc import Sequence
from dataclasses import dataclass

from orders.sales import Day

WIDTH, HEIGHT, GAP = 70, 100, 14  # user units; the picture grows with its box
LEAST = 2  # what a small day is drawn as, so that it is seen at all


@dataclass(frozen=True)
class Bar:
    """One day. `x`, `y`, `width` and `height` are the SVG's user units."""

    day: Day
    x: int
    y: int
    width: int
    height: int

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


def chart(days: Sequence[Day]) -> list[Bar]:
    """A bar per day, the best one as high as the picture; a day without sales has no height."""
    best = max((day.amount for day in days), default=0)
    return [_bar(day, number, best) for number, day in enumerate(days)]


def _bar(day: Day, number: int, best: int) -> Bar:
    height = max(day.amount * HEIGHT // best, LEAST) if day.amount else 0
    return Bar(day, number * (WIDTH + GAP), HEIGHT - height, WIDTH, height)
