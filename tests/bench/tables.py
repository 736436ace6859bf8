"""Markdown tables of runs: medians, and ratios that are taken inside each round."""

import statistics
from collections.abc import Sequence
from math import nan

from tests.bench.rounds import Run

SHOWN = ("rate", "p50", "p99", "app_cpu", "database_cpu", "load_cpu", "memory", "others")


def table(runs: Sequence[Run], *, reference: str, connections: int = 16) -> str:
    """A row for each target, with its share of `reference` as median, least and most."""
    runs = [run for run in runs if run.connections == connections]
    base = {run.round: run for run in runs if run.target == reference}
    lines = [
        f"| | of `{reference}` | a second | p50 / p99 ms | p50 / p99, of `{reference}`"
        f" | CPU us, app + database | CPU, of `{reference}` | load's us | MB | others' CPU"
        " | bad / wrong |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for name in dict.fromkeys(run.target for run in runs):
        own = [run for run in runs if run.target == name]
        lines.append(_line(name, own, [base[run.round] for run in own]))
    return "\n".join(lines)


def _line(name: str, own: Sequence[Run], base: Sequence[Run]) -> str:
    pairs = list(zip(own, base, strict=True))
    middle = {key: statistics.median(getattr(run, key) for run in own) for key in SHOWN}
    p50 = statistics.median(run.p50 / of.p50 for run, of in pairs)
    p99 = statistics.median(run.p99 / of.p99 for run, of in pairs)
    cells = (
        name,
        spread([run.rate / of.rate for run, of in pairs]),
        f"{middle['rate']:.0f}",
        f"{middle['p50']:.1f} / {middle['p99']:.1f}",
        f"{p50:.2f} / {p99:.2f}",
        f"{middle['app_cpu']:.0f} + {middle['database_cpu']:.0f}",
        spread([_cost(run) / _cost(of) for run, of in pairs]),
        f"{middle['load_cpu']:.0f}",
        f"{middle['memory']:.0f}",
        f"{middle['others']:.0%}",
        f"{sum(run.bad for run in own)} / {sum(run.wrong for run in own)}",
    )
    return f"| {' | '.join(cells)} |"


def ratios(runs: Sequence[Run], target: str, *, to: Sequence[str], connections: int = 16) -> str:
    """How many times as fast as each of `to` a target is, in one line."""
    chosen = [run for run in runs if run.connections == connections]
    rates = {(run.target, run.round): run.rate or nan for run in chosen}
    found = (
        f"{spread([rates[target, turn] / rates[name, turn] for turn in _rounds(chosen)])} x {name}"
        for name in to
    )
    return f"`{target}` is {'; '.join(found)}." if to else ""


def _rounds(runs: Sequence[Run]) -> list[int]:
    return sorted({run.round for run in runs})


def _cost(run: Run) -> float:
    return (run.app_cpu + run.database_cpu) or 1.0  # a run too short for the clock


def spread(found: Sequence[float]) -> str:
    """Median, least and most."""
    return f"{statistics.median(found):.2f} ({min(found):.2f}-{max(found):.2f})"
