"""Measure targets by turns: A B C, then C B A, so that a machine that drifts drifts for all."""

import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import load, machine
from tests.bench.database import Server
from tests.bench.targets import Target

WARM_UP = 150  # requests before time is taken


@dataclass(frozen=True)
class Run:
    """One target in one round."""

    target: str
    round: int
    rate: float  # good answers a second
    p50: float  # milliseconds
    p99: float
    app_cpu: float  # microseconds a request
    database_cpu: float
    generator_cpu: float
    memory: float  # megabytes, of all its processes
    others: float  # share of the machine that others used meanwhile
    bad: int
    lost: int  # answered well and not stored


def measure(
    targets: Sequence[Target],
    server: Server,
    *,
    rounds: int,
    seconds: float,
    connections: int,
    port: int,
    begin_at: dict[str, int],
) -> list[Run]:
    """Measure each target once a round. `begin_at` keeps which orders were paid already."""
    runs = []
    for turn in range(rounds):
        for target in targets if turn % 2 == 0 else targets[::-1]:
            run = _run(target, server, turn, seconds, connections, port, begin_at)
            runs.append(run)
            print(
                f"round {turn + 1}, {connections} at once: {run.target}: {run.rate:.0f}/s,"
                f" {run.app_cpu:.0f} + {run.database_cpu:.0f} us,"
                f" others {run.others:.0%}, bad {run.bad}, lost {run.lost}",
                file=sys.stderr,
            )
    return runs


def _run(
    target: Target,
    server: Server,
    turn: int,
    seconds: float,
    connections: int,
    port: int,
    begin_at: dict[str, int],
) -> Run:
    with running(target, port) as group:
        asked = _asker(target, begin_at)
        load.run(port, iter(asked(WARM_UP)), connections=connections, seconds=30)
        requests = asked(int(3000 * seconds))
        stored = _stored(target, server)
        app, database, whole = machine.cpu_of_group(group), _database_cpu(server), machine.busy()
        seen = load.run(port, iter(requests), connections=connections, seconds=seconds)
        app, database = machine.cpu_of_group(group) - app, _database_cpu(server) - database
        busy, there = (after - before for after, before in zip(machine.busy(), whole, strict=True))
        _give_back(target, begin_at, len(requests) - seen.requests)
        count = max(seen.requests, 1)
        return Run(
            target=target.name,
            round=turn,
            rate=seen.rate,
            p50=seen.quantile(0.5),
            p99=seen.quantile(0.99),
            app_cpu=app / count * 1e6,
            database_cpu=database / count * 1e6,
            generator_cpu=seen.own_cpu / count * 1e6,
            memory=machine.memory_of_group(group),
            others=max(0.0, busy - app - database - seen.own_cpu) / there,
            bad=seen.broken + seen.requests - seen.good,
            lost=max(0, seen.good - (_stored(target, server) - stored)) if target.stored else 0,
        )


@contextmanager
def running(target: Target, port: int) -> Iterator[int]:
    """The server, ready to answer; its process group, which is ended after."""
    with Path(os.environ.get("BENCH_LOG", os.devnull)).open("a") as log:
        process = subprocess.Popen(
            target.command(port),
            cwd=target.folder,
            env={**os.environ, **target.environment},
            start_new_session=True,
            stdout=log,
            stderr=log,
        )
    try:
        _wait_for(port, process)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _each in range(300):
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(0.5)  # its workers come after its port
                return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args} did not start")


def _asker(target: Target, begin_at: dict[str, int]) -> Callable[[int], Sequence[bytes]]:
    def asked(number: int) -> Sequence[bytes]:
        first = begin_at.get(target.name, 0)
        begin_at[target.name] = first + number
        return target.requests(first, number)

    return asked


def _give_back(target: Target, begin_at: dict[str, int], number: int) -> None:
    """Orders that were not asked about are for the next round."""
    begin_at[target.name] -= number


def _stored(target: Target, server: Server) -> int:
    return int(server.sql(target.database, target.stored)) if target.stored else 0


def _database_cpu(server: Server) -> float:
    return machine.cpu_of_postgres(server.data)


def table(runs: Sequence[Run], *, reference: str) -> str:
    """A Markdown table: each target's medians, and ratios taken inside each round."""
    names = list(dict.fromkeys(run.target for run in runs))
    base = {run.round: run for run in runs if run.target == reference}
    lines = [
        f"| | of `{reference}` | a second | p50 / p99 ms | CPU us, app + database"
        f" | CPU, of `{reference}` | MB | others' CPU | bad / lost |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name in names:
        own = [run for run in runs if run.target == name]
        rates = [run.rate / base[run.round].rate for run in own]
        costs = [_cost(run) / _cost(base[run.round]) for run in own]
        middle = {
            key: statistics.median(getattr(run, key) for run in own)
            for key in ("rate", "p50", "p99", "app_cpu", "database_cpu", "memory", "others")
        }
        lines.append(
            f"| {name} | {_spread(rates)} | {middle['rate']:.0f}"
            f" | {middle['p50']:.1f} / {middle['p99']:.1f}"
            f" | {middle['app_cpu']:.0f} + {middle['database_cpu']:.0f} | {_spread(costs)}"
            f" | {middle['memory']:.0f} | {middle['others']:.0%}"
            f" | {sum(run.bad for run in own)} / {sum(run.lost for run in own)} |"
        )
    return "\n".join(lines)


def _cost(run: Run) -> float:
    return run.app_cpu + run.database_cpu


def _spread(ratios: Sequence[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
