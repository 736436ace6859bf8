"""The same with a million orders as with ten thousand: each thing timed at both."""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.database import Server
from tests.bench.targets import ROOT, Contest, shop_environment

FEWEST, TO_PAY = 10_000, 500


def measured(options: argparse.Namespace, cluster: Path) -> str:
    """Time each operation at 10,000 orders and at `options.orders`."""
    times = {}
    with Server(cluster, options.port) as server:
        contest = Contest(server, orders=0, folder=cluster.parent)
        for number in (FEWEST, options.orders):
            print(f"making {number} orders", file=sys.stderr)
            database = f"grown_{number}"
            contest.make_shop(to_pay=TO_PAY, paid=number - TO_PAY, database=database)
            server.sql(database, "VACUUM ANALYZE; CHECKPOINT")
            times[number] = _times(server.address(database), repeats=max(7, 3 * options.rounds))
    return _table(times[FEWEST], times[options.orders], options.orders)


def _times(address: str, *, repeats: int) -> dict[str, list[float]]:
    probe = [sys.executable, "-m", "tests.bench.growth_probe", str(repeats)]
    variables = {**os.environ, **shop_environment(address)}
    done = subprocess.run(probe, cwd=ROOT, env=variables, check=True, stdout=subprocess.PIPE)
    found: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
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
