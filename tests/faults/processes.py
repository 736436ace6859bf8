"""Processes of the shop and of those it depends on, started apart and ended by their own ids."""

import ctypes
import itertools
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1  # of linux/prctl.h
ROOT = Path(__file__).parents[2]
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")  # the settings of the tests are not for them


class Started:
    """One process in a session of its own, its words in a file."""

    def __init__(self, command: list[str], *, env: dict[str, str], log: Path) -> None:
        self.log = log
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        with log.open("ab") as words:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**inherited, "ENV_FILE": os.devnull, **env},
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
                preexec_fn=end_with_the_tests,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def kill(self) -> None:
        """kill -9, with no chance to do anything more."""
        self.process.kill()
        self.process.wait()

    def children(self) -> list[int]:
        """The ids of the processes it started, its web workers say."""
        with suppress(OSError):
            text = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
            return [int(pid) for pid in text.split()]
        return []

    def end(self, *, patience: float = 10) -> None:
        """Ask it to end, then make it; and what it left behind with it."""
        if self.is_running:
            self.process.terminate()
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(patience)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)  # its own session, whose number is its id
        self.process.wait()

    def said(self) -> str:
        return self.log.read_text(errors="replace")


def end_with_the_tests() -> None:
    """Linux ends the process when the tests end, however that is."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def python(*arguments: str) -> list[str]:
    return [sys.executable, *arguments]


def own_ports() -> Iterator[int]:
    """Our range again and again, so that two runs can be kept apart by FAULTS_PORTS; of it each
    process of a parallel run has a share."""
    first, last = map(int, os.environ.get("FAULTS_PORTS", "8900-8999").split("-"))
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    return itertools.cycle(range(first + number, last + 1, processes))


PORTS = own_ports()


def free_port() -> int:
    """A port nobody listens on now."""
    for port in itertools.islice(PORTS, 200):
        with socket.socket() as probe, suppress(OSError):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


def until(condition: Callable[[], Any], *, seconds: float, what: str, pause: float = 0.1) -> Any:
    """Wait for something true and return it. Raises AssertionError naming `what` never was."""
    ends_at = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < ends_at, f"not within {seconds:.0f} s: {what}"
        time.sleep(pause)
    return found


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """SIGSTOP: it is there, its connections are open, and nothing moves."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
