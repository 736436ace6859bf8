"""The part `growth`: the same with a million orders as with ten thousand."""

import argparse
import json
import statistics
import sys

from tests.bench.contest import Contest
from tests.bench.database import Server

FEWEST, TO_PAY, REPEATS = 10_000, 500, 15


def measured(options: argparse.Namespace, server: Server) -> str:
    """Time each operation at 10,000 orders and at `options.orders`, by turns."""
    contest = Contest(server, orders=0)
    numbers = (FEWEST, options.orders)
    for number in numbers:
        print(f"making {number:,} orders", file=sys.stderr)
        contest.shop(to_pay=TO_PAY, years=number - TO_PAY, database=f"grown_{number}")
        server.sql(f"grown_{number}", "CHECKPOINT")
    times: dict[int, dict[str, list[float]]] = {number: {} for number in numbers}
    for turn in range(options.rounds):
        for number in numbers:
            for name, found in _times(contest, number, turn).items():
                times[number].setdefault(name, []).extend(found)
    return _table(*times.values(), options.orders)


def _times(contest: Contest, number: int, turn: int) -> dict[str, list[float]]:
    """Milliseconds by name; each turn has its own orders to pay."""
    probe = ("-m", "tests.bench.growth_probe", REPEATS, turn * 2 * REPEATS)
    told = contest.in_shop(f"grown_{number}", *probe)
    found: dict[str, list[float]] = json.loads(told.splitlines()[-1])
    return found


def _table(few: dict[str, list[float]], many: dict[str, list[float]], orders: int) -> str:
    lines = [
        f"| ms, median (least) | {FEWEST:,} orders | {orders:,} orders | growth, by the least |",
        "|---|---|---|---|",
    ]
    for name, before in few.items():
        after = many[name]
        lines.append(
            f"| {name} | {_shown(before)} | {_shown(after)} | {min(after) / min(before):.2f} |"
        )
    return "\n".join(lines)


def _shown(milliseconds: list[float]) -> str:
    return f"{statistics.median(milliseconds):.1f} ({min(milliseconds):.1f})"
