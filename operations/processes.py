"""Child processes of the demo: started together, watched, and stopped together."""

import errno
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

STOP_SECONDS = 8.0
# `localhost` is either of them: a browser may take the second one first.
LOOPBACKS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


class PortTaken(Exception):
    """Another program listens there, or this one may not."""

    def __init__(self, port: int, variable: str, error: OSError) -> None:
        is_taken = error.errno == errno.EADDRINUSE
        what = "is taken" if is_taken else f"cannot be used ({error.strerror})"
        super().__init__(f"Port {port} {what}. Stop what uses it, or set {variable} to another.")


def require_free_port(port: int, *, variable: str) -> None:
    """Raise PortTaken if something already listens on a local port."""
    for family, address in LOOPBACKS:
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except OSError as error:
            # A machine without IPv6 has nothing listening there.
            if family is socket.AF_INET or error.errno == errno.EADDRINUSE:
                raise PortTaken(port, variable, error) from None


def is_ready(port: int) -> bool:
    """Whether a shop answers on a local port that it is ready. Never by way of a proxy."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


class Processes:
    """Some commands of ours, each `python -m <command>` in the folder `cwd`.

    Ctrl-C reaches this process alone, which then ends them in turn; if it cannot, they end by
    themselves (`leashed.py`).
    """

    def __init__(self, *, cwd: Path) -> None:
        self.cwd = cwd
        self.running: dict[str, subprocess.Popen[str]] = {}

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        stdout: int | None = None,
    ) -> subprocess.Popen[str]:
        """Start `python -m <command>` in a session of its own."""
        process = subprocess.Popen(  # noqa: S603 (our own commands, no shell)
            [sys.executable, "-m", "operations.leashed", *command],
            cwd=self.cwd,
            env={**os.environ, **env},
            stdout=stdout,
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.running[name] = process
        return process

    def run(self, name: str, command: Sequence[str], *, env: Mapping[str, str]) -> int:
        """Start a command, wait for its end and return its exit status."""
        status = self.start(name, command, env=env).wait()
        _close(self.running.pop(name))
        return status

    def first_dead(self) -> str | None:
        """The name of a process that ended by itself."""
        for name, process in self.running.items():
            if process.poll() is not None:
                return name
        return None

    def stop(self) -> None:
        """Ask every process to end, newest first, and end those that do not."""
        processes = list(reversed(self.running.values()))
        for process in processes:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        ends_at = time.monotonic() + STOP_SECONDS
        for process in processes:
            try:
                process.wait(max(0.1, ends_at - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            _close(process)
        self.running.clear()


def _close(process: subprocess.Popen[str]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
