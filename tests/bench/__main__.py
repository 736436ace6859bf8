"""`make bench`: everything that docs/performance.md says, measured anew and written there.

    python -m tests.bench                      all of it
    python -m tests.bench --only webhooks      one part: webhooks, pages, growth, creating
    python -m tests.bench --rounds 6 --seconds 5 --orders 1000000

It needs PostgreSQL and the package registry, and nothing else. All it makes lies under var/bench/
and goes when it ends, but for the installed environments. It fails nothing: it is no test.
"""

import argparse
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench import creating, growth, page_targets
from tests.bench.database import Server
from tests.bench.document import conditions, write
from tests.bench.rounds import measure, table
from tests.bench.targets import ROOT, Contest

FOLDER = ROOT / "var" / "bench"
PARTS: dict[str, Callable[[argparse.Namespace, Path], str]] = {}


def main() -> None:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_signal: sys.exit("ended"))  # and all is put away
    cluster = FOLDER / "postgresql"
    try:
        for name, part in PARTS.items():
            if options.only in ("", name):
                print(f"--- {name}", file=sys.stderr)
                write(name, f"{part(options, cluster)}\n\n{conditions(options)}")
    finally:
        for made in ("postgresql", "static"):
            shutil.rmtree(FOLDER / made, ignore_errors=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=["", *PARTS], default="")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4, help="of each run")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--orders", type=int, default=1_000_000, help="that growth ends with")
    parser.add_argument("--port", type=int, default=9100, help="the first of three that are free")
    return parser.parse_args()


def webhooks(options: argparse.Namespace, cluster: Path) -> str:
    """Our webhook against the limit and the peers, saturated and one at a time."""
    orders = int(options.rounds * (options.seconds + 1) * 2500) + 5000
    with Server(cluster, options.port) as server:
        contest = Contest(server, orders=orders, folder=FOLDER)
        contest.make_shop(to_pay=orders)
        targets, begin_at = contest.webhooks(), {}
        written = []
        for connections in (options.connections, 1):
            runs = measure(
                targets,
                server,
                rounds=options.rounds,
                seconds=options.seconds,
                connections=connections,
                port=options.port + 1,
                begin_at=begin_at,
            )
            words = f"{connections} connections" if connections > 1 else "One connection"
            written.append(f"{words}:\n\n{table(runs, reference='limit')}")
        return "\n\n".join(written)


def pages(options: argparse.Namespace, cluster: Path) -> str:
    """Our pages against a bare page of Django's and django-oscar's."""
    with Server(cluster, options.port) as server:
        contest = Contest(server, orders=0, folder=FOLDER)
        contest.make_shop(to_pay=200, paid=200)
        targets = page_targets.targets(contest, port=options.port + 1)
        runs = measure(
            targets,
            server,
            rounds=options.rounds,
            seconds=options.seconds,
            connections=options.connections,
            port=options.port + 1,
            begin_at={},
        )
        return table(runs, reference=page_targets.BARE)


PARTS |= {
    "webhooks": webhooks,
    "pages": pages,
    "growth": growth.measured,
    "creating": creating.measured,
}

if __name__ == "__main__":
    main()
