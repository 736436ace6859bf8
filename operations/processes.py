"""Child processes of the demo: started together, watched, and stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

STOP_SECONDS = 8.0


class PortTaken(Exception):
    """Another program listens there."""

    def __init__(self, port: int, variable: str) -> None:
        super().__init__(f"Port {port} is taken. Stop what uses it, or set {variable} to another.")


def require_free_port(port: int, *, variable: str) -> None:
    """Raise PortTaken if something already listens on a local port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise PortTaken(port, variable) from None


class Processes:
    """Some commands of ours. Ctrl-C reaches this process alone, which then ends them in turn."""

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[str]] = {}

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str],
        stdout: int | None = None,
    ) -> subprocess.Popen[str]:
        """Start `python <command>` in a session of its own."""
        process = subprocess.Popen(  # noqa: S603 (our own commands, no shell)
            [sys.executable, *command],
            env={**os.environ, **env},
            stdout=stdout,
            stdin=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self.running[name] = process
        return process

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
