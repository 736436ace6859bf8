"""Real processes, faults from outside. `make faults` runs all of it; `make test` none."""

import fcntl
import os
import shutil
import tempfile
import time
from pathlib import Path

import pytest

from tests.faults import table
from tests.faults.databases import KINDS, Postgresql
from tests.faults.mail_server import MailServer
from tests.faults.proxy import Proxy
from tests.faults.shop import Fintoc, Shop

HERE = Path(__file__).parent
TURNS = table.ROOT / "var" / "faults.lock"


def pytest_configure(config):
    if not hasattr(config, "workerinput"):
        table.forget()
        config.faults_began_at = time.monotonic()


def pytest_terminal_summary(terminalreporter, config):
    if not hasattr(config, "faults_began_at"):
        return  # other tests were asked for
    measured = table.markdown(seconds=time.monotonic() - config.faults_began_at)
    terminalreporter.section("faults")
    terminalreporter.write_line(measured)
    if file := os.environ.get("FAULTS_TABLE"):
        table.put_into(Path(file), measured)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """What a marker is chosen by has to be there before pytest chooses."""
    for item in items:
        if HERE in Path(item.fspath).parents:
            item.add_marker(pytest.mark.fault)


@pytest.fixture(autouse=True)
def whose_turn(request):
    """Tests run in several processes. One whose figure is a time has the machine for itself:
    the others wait for it, as it for them. One that only takes what is idle disturbs nobody."""
    if request.node.get_closest_marker("idle"):
        yield
        return
    is_timed = request.node.get_closest_marker("timed")
    TURNS.parent.mkdir(exist_ok=True)
    with TURNS.open("a") as turns:
        fcntl.flock(turns, fcntl.LOCK_EX if is_timed else fcntl.LOCK_SH)
        yield


@pytest.fixture
def record():
    """Write a row of the table, and hold the test to it."""

    def write(fault, *, injected, survived, figure, asked, is_met, letters=""):
        row = table.Row(fault, injected, survived, figure, asked, bool(is_met), letters)
        table.write(row)
        assert row.is_met, row.markdown()

    return write


@pytest.fixture
def folder():
    """A folder that the database's own user may enter."""
    path = Path(tempfile.mkdtemp(prefix="faults-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(params=KINDS)
def database(request, folder):
    kind = KINDS[request.param](folder)
    yield kind
    kind.end()


@pytest.fixture
def postgresql(folder):
    server = Postgresql(folder)
    yield server
    server.end()


@pytest.fixture
def fintoc(folder):
    simulator = Fintoc(folder)
    yield simulator
    simulator.end()


@pytest.fixture
def shop(folder, database, fintoc):
    """Migrated, and nothing of it runs yet."""
    yield from _shop(folder, database, fintoc)


@pytest.fixture
def postgresql_shop(folder, postgresql, fintoc):
    yield from _shop(folder, postgresql, fintoc)


def _shop(folder, database, fintoc):
    shop = Shop(folder, database, fintoc)
    shop.migrate()
    yield shop
    shop.end()


@pytest.fixture
def line(fintoc):
    """To Fintoc's API, for a shop that is told to go this way: to be cut, slowed and counted."""
    proxy = Proxy(fintoc.port)
    yield proxy
    proxy.end()


@pytest.fixture
def mail_server():
    server = MailServer()
    yield server
    server.stop()


@pytest.fixture
def stopwatch():
    """Seconds since the test began."""
    began_at = time.monotonic()
    return lambda: time.monotonic() - began_at
