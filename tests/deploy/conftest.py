"""A shop as it is deployed: gunicorn on a socket that is held for it, behind the proxy."""

import os
import shutil
import signal
import socket
import subprocess
import sys

import pytest

from tests.journeys.waiting import eventually
from tests.operations.processes import ROOT, manage, shop_environment

# As systemd hands a socket over: number 3, and whose it is.
HANDED_OVER = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$@" 3<&{number}'
GUNICORN = ["-m", "gunicorn", "config.wsgi", "--config", "deploy/gunicorn.py"]


@pytest.fixture
def held():
    """The shop's address, held open whether or not a shop listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(2048)
        yield listening


@pytest.fixture
def env(held, tmp_path):
    """The environment of a migrated shop at the held address."""
    port = held.getsockname()[1]
    site = {"SITE_URL": f"http://localhost:{port}", "STATIC_ROOT": str(tmp_path)}
    env = {**shop_environment(tmp_path, DJANGO_SETTINGS_MODULE="config.settings"), **site}
    assert manage("migrate", env=env).returncode == 0
    return env


@pytest.fixture
def start(held, env, tmp_path):
    """Start the shop on the held address, as its unit does."""
    started = []

    def begin():
        shell = HANDED_OVER.format(number=held.fileno())
        command = ["sh", "-c", shell, "sh", sys.executable, *GUNICORN]
        with (tmp_path / "log").open("ab") as log:
            number = held.fileno()
            process = subprocess.Popen(command, cwd=ROOT, env=env, pass_fds=[number], stderr=log)
        started.append(process)
        return started[-1]

    yield begin
    for process in started:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGTERM)
            process.wait(40)


@pytest.fixture
def proxy(held, tmp_path):
    """Our Caddyfile in front of the held address; its own port."""
    caddy = os.environ.get("CADDY") or shutil.which("caddy")
    assert caddy, "Caddy is missing: apt install caddy, or CADDY=/where/it/is."
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = (ROOT / "deploy" / "Caddyfile").read_text()
    file = tmp_path / "Caddyfile"
    file.write_text(config.replace("{\n\tservers", "{\n\tadmin off\n\tservers", 1))
    here = {"SITE_ADDRESS": f"http://localhost:{port}", "HOME": str(tmp_path)}
    here["SHOP_ADDRESS"] = f"127.0.0.1:{held.getsockname()[1]}"
    command = [caddy, "run", "--config", str(file), "--adapter", "caddyfile"]
    with (tmp_path / "proxy.log").open("wb") as log:
        process = subprocess.Popen(command, env={**os.environ, **here}, stdout=log, stderr=log)
    eventually(lambda: _answers(port), within=20, what="the proxy")
    yield port
    process.terminate()
    process.wait(20)


def _answers(port):
    try:
        socket.create_connection(("localhost", port), 1).close()
    except OSError:
        return False
    return True
