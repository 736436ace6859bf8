"""What processes cost: processor time and memory, read from /proc."""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_of_group(group: int) -> float:
    """Seconds of processor time that the living processes of a process group have used."""
    return sum(seconds for _pid, seconds in _used_by(group))


def cpu_of_postgres(folder: Path) -> float:
    """The same of a PostgreSQL server: its own, its backends', and those that have ended."""
    postmaster = int((folder / "postmaster.pid").read_text().split()[0])
    total = 0.0
    for stat in _stats():
        if postmaster in (stat.pid, stat.parent):
            total += stat.own + (stat.ended_children if stat.pid == postmaster else 0)
    return total


def children(parent: int) -> list[int]:
    """The processes that a process has started and that live, oldest first."""
    return sorted(stat.pid for stat in _stats() if stat.parent == parent)


def busy() -> tuple[float, float]:
    """Seconds that the whole machine was busy, and seconds there were, since it started."""
    user, nice, system, idle, wait, irq, soft, stolen = (
        int(value) / TICKS for value in Path("/proc/stat").read_text().split()[1:9]
    )
    working = user + nice + system + irq + soft + stolen
    return working, working + idle + wait


def memory_of_group(group: int) -> float:
    """Megabytes of a process group, shared pages divided among those that share them."""
    return memory_of(pid for pid, _seconds in _used_by(group))


def memory_of(pids: Iterable[int]) -> float:
    """The same of some processes."""
    kilobytes = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        kilobytes += sum(int(found) for found in re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE))
    return kilobytes / 1024


class _Stat:
    def __init__(self, pid: int, text: str) -> None:
        fields = text[text.rindex(")") + 2 :].split()
        self.pid, self.parent, self.group = pid, int(fields[1]), int(fields[2])
        self.own = (int(fields[11]) + int(fields[12])) / TICKS
        self.ended_children = (int(fields[13]) + int(fields[14])) / TICKS


def _stats() -> Iterator[_Stat]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                yield _Stat(int(folder.name), (folder / "stat").read_text())
            except OSError:
                continue  # it ended meanwhile


def _used_by(group: int) -> list[tuple[int, float]]:
    return [(stat.pid, stat.own) for stat in _stats() if stat.group == group]
