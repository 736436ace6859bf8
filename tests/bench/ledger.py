"""The part `ledger`: every event answered 2xx is stored, moved its order and queued its mail, once.

A fifth of the events comes again, a web worker and a backend of the database are killed in the
middle, and what was not answered with 2xx is sent again until it is, as Fintoc does.
"""

import argparse
import os
import random
import signal
import threading
import time
from collections.abc import Sequence

from tests.bench import load, machine
from tests.bench.contest import SHOP_TALLY, Contest
from tests.bench.database import Server
from tests.bench.targets import running
from tests.bench.webhook_targets import PATH

EVENTS = 1000  # for each second that a run of the other parts takes
REPEATED, RESENDINGS = 0.2, 20
BACKEND = "SELECT pid FROM pg_stat_activity WHERE datname = 'ours' LIMIT 1"
PAUSE = 1.0  # seconds before the first kill, between the two, and before sending again


def measured(options: argparse.Namespace, server: Server) -> str:
    """What was sent, what was answered and what is stored."""
    contest = Contest(server, orders=int(EVENTS * options.seconds))
    contest.shop(to_pay=contest.orders)
    target = contest.ours("ours", contest.posts(PATH))
    requests = _with_repeats(list(target.requests(0, contest.orders)))
    port, many = options.port + 1, options.connections
    with running(target, port) as groups:
        killer = threading.Thread(target=_kill, args=(server, groups.server))
        killer.start()
        first = load.run(port, requests, connections=many, seconds=300)
        killer.join()
        rows = contest.tally("ours", SHOP_TALLY)
        at_first = (len(set(first.taken)), *rows())
        taken = _send_until_taken(port, many, requests, set(first.taken))
        return _table(requests, first, at_first, (len(taken), *rows()))


def _with_repeats(requests: list[bytes]) -> list[bytes]:
    """A fifth of them again, each some time after the first."""
    dice = random.Random(2476)
    for request in dice.sample(requests, int(len(requests) * REPEATED)):
        requests.insert(dice.randrange(requests.index(request), len(requests)) + 1, request)
    return requests


def _kill(server: Server, group: int) -> None:
    """SIGKILL a worker of the web server, then a backend of the database, which all restart."""
    time.sleep(PAUSE)
    os.kill(machine.children(group)[-1], signal.SIGKILL)
    time.sleep(PAUSE)
    os.kill(int(server.sql("postgres", BACKEND)), signal.SIGKILL)
    server.wait()


def _send_until_taken(
    port: int, connections: int, requests: Sequence[bytes], taken: set[bytes]
) -> set[bytes]:
    for _time in range(RESENDINGS):
        missing = set(requests) - taken
        if not missing:
            break
        time.sleep(PAUSE)
        taken |= set(load.run(port, missing, connections=connections, seconds=300).taken)
    return taken


def _table(requests: Sequence[bytes], first: load.Load, *moments: Sequence[int]) -> str:
    answers = ", ".join(f"{count:,} x {status}" for status, count in first.statuses.items())
    lines = [
        f"{len(requests):,} deliveries of {len(set(requests)):,} events, with a web worker and a"
        f" backend of the database killed meanwhile: answered {answers}, cut off"
        f" {len(first.unanswered):,}.",
        "",
        "| | distinct events answered 2xx | event rows | orders moved | confirmations queued |",
        "|---|---|---|---|---|",
    ]
    for name, counts in zip(("after the kills", "all sent until taken"), moments, strict=True):
        lines.append(f"| {name} | {' | '.join(f'{count:,}' for count in counts)} |")
    return "\n".join(lines)
