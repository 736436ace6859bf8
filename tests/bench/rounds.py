"""Measure targets by turns: A B C, then C B A, so that a machine that drifts drifts for all."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass

from tests.bench import load, machine
from tests.bench.database import Server
from tests.bench.targets import Running, Target, running

WARM_UP, WARM_UP_SECONDS = 200, 3  # requests before time is taken, or as many as come in time
FASTEST = 2000  # requests a second that no target reaches


@dataclass(frozen=True)
class Course:
    """How each target is measured: so many times, so long, with so many connections at once."""

    rounds: int
    seconds: float
    port: int
    connections: Sequence[int] = (16,)  # a run for each

    @property
    def orders(self) -> int:
        """So many orders no target pays."""
        each = sum(self.most_requests(connections) for connections in self.connections)
        return self.rounds * (each + WARM_UP)

    def most_requests(self, connections: int) -> int:
        """So many requests no target answers in a run."""
        return int(self.seconds * (FASTEST if connections > 1 else FASTEST / 2))


@dataclass(frozen=True)
class Run:
    """One target in one round."""

    target: str
    round: int
    connections: int
    rate: float  # good answers a second
    p50: float  # milliseconds
    p99: float
    app_cpu: float  # microseconds a request
    database_cpu: float
    load_cpu: float  # of the load itself, and of what the target needs beside it
    memory: float  # megabytes, of all its processes
    others: float  # share of the machine that others used meanwhile
    bad: int
    wrong: int  # events, moves and mails more or fewer than distinct events answered well


@dataclass(frozen=True)
class _Cpu:
    """Seconds of the processor, so far."""

    app: float
    database: float
    beside: float
    busy: float
    there: float

    @classmethod
    def used(cls, groups: Running, server: Server) -> "_Cpu":
        busy, there = machine.busy()
        beside = sum(machine.cpu_of_group(group) for group in groups.beside)
        app, database = machine.cpu_of_group(groups.server), machine.cpu_of_postgres(server.data)
        return cls(app, database, beside, busy, there)


def measure(targets: Sequence[Target], server: Server, course: Course) -> list[Run]:
    """Measure each target once a round, and tell of each run as it ends."""
    runs, paid = [], {target.name: 0 for target in targets}
    for turn in range(course.rounds):
        for target in targets if turn % 2 == 0 else targets[::-1]:
            for run in _turn(target, server, course, turn, paid):
                runs.append(run)
                print(
                    f"round {turn + 1}: {run.target}, {run.connections} at once:"
                    f" {run.rate:.0f}/s, p50 {run.p50:.1f} ms, p99 {run.p99:.1f},"
                    f" {run.app_cpu:.0f} + {run.database_cpu:.0f} us, load {run.load_cpu:.0f},"
                    f" others {run.others:.0%}, bad {run.bad}, wrong {run.wrong}",
                    file=sys.stderr,
                )
    return runs


def _turn(
    target: Target, server: Server, course: Course, turn: int, paid: dict[str, int]
) -> list[Run]:
    with running(target, course.port) as groups:
        warm_up = target.requests(paid[target.name], WARM_UP)
        paid[target.name] += WARM_UP
        many = max(course.connections)
        load.run(course.port, warm_up, connections=many, seconds=WARM_UP_SECONDS)
        return [
            _run(target, groups, server, course, turn, connections, paid)
            for connections in course.connections
        ]


def _run(
    target: Target,
    groups: Running,
    server: Server,
    course: Course,
    turn: int,
    connections: int,
    paid: dict[str, int],
) -> Run:
    requests = target.requests(paid[target.name], course.most_requests(connections))
    tallied, before = target.tally and target.tally(), _Cpu.used(groups, server)
    seen = load.run(course.port, requests, connections=connections, seconds=course.seconds)
    after = _Cpu.used(groups, server)
    paid[target.name] += seen.requests
    app, database = after.app - before.app, after.database - before.database
    own = seen.own_cpu + after.beside - before.beside
    count = max(seen.requests, 1)
    strangers = after.busy - before.busy - app - database - own
    return Run(
        target=target.name,
        round=turn,
        connections=connections,
        rate=seen.rate,
        p50=seen.quantile(0.5),
        p99=seen.quantile(0.99),
        app_cpu=app / count * 1e6,
        database_cpu=database / count * 1e6,
        load_cpu=own / count * 1e6,
        memory=machine.memory_of_group(groups.server),
        others=max(0.0, strangers / (after.there - before.there)),
        bad=seen.bad,
        wrong=_wrong(target, seen, tallied),
    )


def _wrong(target: Target, seen: load.Load, before: Sequence[int] | None) -> int:
    """How far what was stored is from what was answered."""
    if target.tally is None or before is None:
        return 0
    distinct = len(set(seen.taken))
    return sum(abs(now - then - distinct) for now, then in zip(target.tally(), before, strict=True))
