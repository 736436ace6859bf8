"""The demo's child processes: free ports, starting, and ending in every case."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from operations import processes
from operations.processes import PortTaken, Processes, is_ready, require_free_port
from tests.journeys.waiting import eventually
from tests.operations.processes import require_gone

ROOT = Path(__file__).parents[2]
# Modules that do what a child may do, put where `python -m` finds them.
PROGRAMS = {
    "sleeper": "import time\ntime.sleep(60)",
    "stubborn": "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
    "print('up', flush=True)\ntime.sleep(60)",
    "ender": "import sys\nsys.exit(int(sys.argv[1]))",
}


@pytest.fixture
def children(tmp_path):
    for name, source in PROGRAMS.items():
        (tmp_path / f"{name}.py").write_text(source)
    children = Processes(cwd=tmp_path)
    yield children
    children.stop()


ENV = {"PYTHONPATH": str(ROOT)}


@pytest.fixture(params=["127.0.0.1", "0.0.0.0", "::1"])  # noqa: S104 (on this machine, for a test)
def listener(request):
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with socket.create_server((request.param, 0), family=family) as listener:
        yield listener.getsockname()[1]


def test_a_port_somebody_listens_on_is_taken(listener):
    with pytest.raises(PortTaken) as error:
        require_free_port(listener, variable="DEMO_PORT")

    assert str(error.value) == (
        f"Port {listener} is taken. Stop what uses it, or set DEMO_PORT to another."
    )


def test_a_port_nobody_listens_on_is_free():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    require_free_port(port, variable="DEMO_PORT")


def test_a_port_that_is_not_ours_to_use_says_so(monkeypatch):
    def refuse(*_arguments):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(processes.socket.socket, "bind", refuse)

    with pytest.raises(PortTaken, match=r"Port 80 cannot be used \(Permission denied\)"):
        require_free_port(80, variable="DEMO_PORT")


def test_nothing_is_ready_where_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    assert is_ready(port) is False


def test_a_childs_status_is_returned_and_it_is_forgotten(children):
    assert children.run("short", ["ender", "3"], env=ENV) == 3
    assert children.first_dead() is None


def test_a_child_that_ends_by_itself_is_named(children):
    children.start("worker", ["sleeper"], env=ENV)
    children.start("web", ["ender", "0"], env=ENV)

    assert eventually(children.first_dead, within=10, what="the end of a child") == "web"


def test_stopping_ends_every_child(children):
    started = [children.start(name, ["sleeper"], env=ENV) for name in ("web", "worker")]

    children.stop()

    assert [child.returncode for child in started] == [-signal.SIGTERM] * 2


def test_a_child_that_does_not_end_is_ended(children, monkeypatch):
    monkeypatch.setattr(processes, "STOP_SECONDS", 0.2)
    child = children.start("web", ["stubborn"], env=ENV, stdout=subprocess.PIPE)
    child.stdout.readline()

    children.stop()

    assert child.returncode == -signal.SIGKILL


def test_children_end_when_their_parent_is_killed(tmp_path):
    (tmp_path / "sleeper.py").write_text(PROGRAMS["sleeper"])
    parent = f"""
import time
from pathlib import Path
from operations.processes import Processes
child = Processes(cwd=Path({str(tmp_path)!r})).start("web", ["sleeper"], env={ENV!r})
print(child.pid, flush=True)
time.sleep(60)
"""
    process = subprocess.Popen(
        [sys.executable, "-c", parent], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with process:
        child = int(process.stdout.readline())
        os.kill(child, 0)  # it is there
        process.kill()

    require_gone([child])
