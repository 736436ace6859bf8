"""How much memory a process and its children had at most, as Linux keeps it."""

import re
from pathlib import Path

from tests.faults.processes import Started

FORGET_THE_PEAK = "5"  # of proc(5), clear_refs


class Peak:
    """From now on: the most that any of a web server's workers has grown by."""

    def __init__(self, started: Started) -> None:
        self.pids = started.children()
        for pid in self.pids:
            Path(f"/proc/{pid}/clear_refs").write_text(FORGET_THE_PEAK)
        self.began_with = {pid: _kilobytes(pid, "VmRSS") for pid in self.pids}

    def megabytes(self) -> float:
        """Raises FileNotFoundError if a worker has died meanwhile."""
        return self._grown("VmHWM")

    def kept(self) -> float:
        """What it has not given back by now, in megabytes. Raises as above."""
        return self._grown("VmRSS")

    def _grown(self, name: str) -> float:
        return max(_kilobytes(pid, name) - self.began_with[pid] for pid in self.pids) / 1024


def _kilobytes(pid: int, name: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(rf"^{name}:\s+(\d+) kB", status, re.MULTILINE)[1])
