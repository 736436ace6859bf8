"""A shop as it is deployed: PostgreSQL, gunicorn on a socket that is held for it, a worker, the
proxy; and the simulator for Fintoc."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.faults.databases import Postgresql
from tests.faults.processes import free_port
from tests.faults.shop import Fintoc
from tests.journeys.waiting import eventually
from tests.operations.processes import ROOT, manage, shop_environment

# As systemd hands a socket over: number 3, and whose it is.
HANDED_OVER = """import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.argv[2], sys.argv[2:])"""
CADDY = os.environ.get("CADDY") or shutil.which("caddy")
GUNICORN = ["-m", "gunicorn", "config.wsgi", "--config", "deploy/gunicorn.py"]


@pytest.fixture
def held():
    """The shop's address, held open whether or not a shop listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(2048)
        yield listening


@pytest.fixture(scope="session")
def folder():
    """A folder that the database's own user may enter."""
    path = Path(tempfile.mkdtemp(prefix="deployed-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def database(folder):
    server = Postgresql(folder)
    yield server
    server.end()


@pytest.fixture(scope="session")
def fintoc(folder):
    simulator = Fintoc(folder)
    yield simulator
    simulator.end()


@pytest.fixture
def env(held, tmp_path, database, fintoc):
    """The environment of a migrated shop at the held address."""
    port = held.getsockname()[1]
    env = {
        **shop_environment(tmp_path, DJANGO_SETTINGS_MODULE="config.settings"),
        "SITE_URL": f"http://localhost:{port}",
        "STATIC_ROOT": str(tmp_path),
        "DATABASE_URL": database.url,
        "EMAIL_URL": "dummymail://",
        "FINTOC_API_URL": fintoc.url,
        "FINTOC_SECRET_KEY": fintoc.keys["secret_key"],
        "FINTOC_PUBLIC_KEY": fintoc.keys["public_key"],
        "FINTOC_WEBHOOK_SECRETS": fintoc.keys["webhook_secret"],
    }
    migrated = manage("migrate", env=env)
    assert migrated.returncode == 0, migrated.stderr
    return env


@pytest.fixture
def start(held, env, tmp_path):
    """Start the shop on the held address, as its unit does."""
    started = []

    def begin():
        number = held.fileno()
        handing = [sys.executable, "-c", HANDED_OVER, str(number)]
        command = [*handing, sys.executable, *GUNICORN]
        with (tmp_path / "log").open("ab") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=[number], stderr=log)
        started.append(process)
        return started[-1]

    yield begin
    for process in started:
        end(process)


@pytest.fixture
def worker(env, tmp_path):
    """The shop's worker, as its unit starts it."""
    with (tmp_path / "worker.log").open("ab") as log:
        command = [sys.executable, "manage.py", "worker"]
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
    yield process
    end(process)


def end(process):
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        process.wait(40)


@pytest.fixture
def start_proxy(held, tmp_path):
    """Start our Caddyfile in front of the held address, for a site; its own port."""
    started = []

    def begin(site):
        port, secure_port = free_port(), free_port()
        config = (ROOT / "deploy" / "Caddyfile").read_text()
        here = f"{{\n\tadmin off\n\thttp_port {port}\n\thttps_port {secure_port}\n\tservers"
        file = tmp_path / "Caddyfile"
        file.write_text(config.replace("{\n\tservers", here, 1))
        env = {**os.environ, "SITE_ADDRESS": site, "HOME": str(tmp_path)}
        env["SHOP_ADDRESS"] = f"127.0.0.1:{held.getsockname()[1]}"
        command = [CADDY, "run", "--config", str(file), "--adapter", "caddyfile"]
        with (tmp_path / "proxy.log").open("wb") as log:
            started.append(subprocess.Popen(command, env=env, stdout=log, stderr=log))
        eventually(lambda: _answers(port), within=20, what="the proxy")
        return port

    assert CADDY, "Caddy is missing: apt install caddy, or CADDY=/where/it/is."
    yield begin
    for process in started:
        process.terminate()
        process.wait(20)


@pytest.fixture
def proxy(start_proxy):
    """The port of the proxy as it is installed."""
    return start_proxy("http://localhost")


def _answers(port):
    try:
        socket.create_connection(("localhost", port), 1).close()
    except OSError:
        return False
    return True
