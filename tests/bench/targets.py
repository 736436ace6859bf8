"""What is measured: a server, what it is asked, and how it is started and ended."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUNICORN = ("--log-level", "warning", "--no-control-socket")
SYNC = ("-w", "2")  # two workers of the plain kind, one request at a time each
AS_SHIPPED = ("-c", str(ROOT / "deploy" / "gunicorn.py"))  # two workers with threads
Requests = Callable[[int, int], Sequence[bytes]]


@dataclass
class Target:
    """A server, and the requests of a run: `requests(first, number)` are of orders from `first`."""

    name: str
    programs: Path
    application: str
    folder: Path
    requests: Requests
    environment: Mapping[str, str] = field(default_factory=dict)
    options: Sequence[str] = SYNC
    # How many events, moved orders and mails it has stored. After a run each has grown by as many
    # as there were distinct events in what was answered well.
    tally: Callable[[], Sequence[int]] | None = None
    beside: Sequence[Sequence[object]] = ()  # programs it needs, counted as the load's

    def command(self, port: int) -> list[str]:
        """Every server is the same gunicorn, so that only what runs in it differs."""
        gunicorn = [str(self.programs / "gunicorn"), *GUNICORN, *self.options]
        return [*gunicorn, "-b", f"127.0.0.1:{port}", self.application]


@dataclass(frozen=True)
class Running:
    """The process groups of a target that runs."""

    server: int
    beside: Sequence[int]


@contextmanager
def running(target: Target, port: int) -> Iterator[Running]:
    """The server, ready to answer, with what it needs beside it; all of it is ended after."""
    with ExitStack() as stack:
        variables = {**os.environ, **target.environment}
        beside = [
            stack.enter_context(_process([str(part) for part in command], ROOT, variables)).pid
            for command in target.beside
        ]
        server = stack.enter_context(_process(target.command(port), target.folder, variables))
        _wait_for(port, server)
        yield Running(server.pid, beside)


@contextmanager
def _process(
    command: Sequence[str], folder: Path, variables: Mapping[str, str]
) -> Iterator[subprocess.Popen[bytes]]:
    """Its own process group, whose words go to the file in BENCH_LOG or nowhere."""
    with Path(os.environ.get("BENCH_LOG", os.devnull)).open("a") as log:
        process = subprocess.Popen(
            command, cwd=folder, env=variables, start_new_session=True, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until a worker has answered something, whatever it is."""
    for _each in range(600):
        if process.poll() is not None:
            break
        if _answers(port):
            return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args} did not start: BENCH_LOG=<file> keeps what it says")


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 30) as probe:
            probe.sendall(b"GET /nothing-here HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            return bool(probe.recv(1))
    except OSError:
        return False


def of_one_page(request: bytes) -> Requests:
    """The same request as often as it is wanted."""
    return lambda _first, number: [request] * number
