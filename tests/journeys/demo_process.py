"""The demo's real processes, started as a person would, in a folder of their own."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.journeys.records import Records
from tests.journeys.simulator import Simulator
from tests.journeys.waiting import eventually

ROOT = Path(__file__).parents[2]
START_SECONDS = 180  # a machine that is busy with other tests is slow
STOP_SECONDS = 30
# All that a demo gets of our environment: the settings of the tests are not for it.
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR")


class DemoProcess:
    """`manage.py demo --reset` of one country. Its addresses are read from what it prints."""

    def __init__(
        self,
        *,
        country: str,
        var: Path,
        env_file: str | Path = os.devnull,
        flow: str = "widget",
    ) -> None:
        self.country = country
        self.flow = flow
        self.var = var
        self.log = var / "demo.log"
        port, simulator_port = free_ports(2)
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        environment = {
            **inherited,
            "ENV_FILE": str(env_file),
            "STORE_COUNTRY": country,
            "PAYMENT_FLOW": flow,
            "DEMO_PORT": str(port),
            "DEMO_SIMULATOR_PORT": str(simulator_port),
            "DEMO_VAR": str(var),
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "demo", "--reset"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            eventually(self._is_up_or_dead, within=START_SECONDS, what="the demo's banner")
            assert self.process.poll() is None, f"the demo did not start:\n{self.said}"
        except AssertionError:
            self.process.kill()
            raise

    @property
    def said(self) -> str:
        """All that its processes have printed so far."""
        return self.log.read_text()

    def _is_up_or_dead(self) -> bool:
        return "Stop with" in self.said or self.process.poll() is not None

    def announced(self, pattern: str) -> str:
        """A part of the banner."""
        found = re.search(pattern, self.said)
        assert found, f"{pattern} is not in what the demo printed:\n{self.said}"
        return found[1]

    @property
    def shop_url(self) -> str:
        return self.announced(r"Shop +(\S+)")

    @property
    def password(self) -> str:
        return self.announced(r"password +(\S+)")

    @property
    def mails_url(self) -> str:
        return self.announced(r"Mails +(\S+)")

    @property
    def simulator(self) -> Simulator:
        return Simulator(self.announced(r"Simulator +(\S+)"))

    @property
    def records(self) -> Records:
        return Records(self.var / f"demo-{self.country}.sqlite3")

    def stop(self) -> None:
        """Ctrl-C, which every process has to follow cleanly."""
        self.process.send_signal(signal.SIGINT)
        try:
            status = self.process.wait(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise
        assert status == 0, f"the demo ended with {status}:\n{self.said}"
        assert "Traceback" not in self.said, self.said


@contextmanager
def running_demo(**options: Any) -> Iterator[DemoProcess]:
    """A demo until the block ends, and then Ctrl-C."""
    demo = DemoProcess(**options)
    try:
        yield demo
    finally:
        demo.stop()


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on now; all different, because all are held until the last is known."""
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports
