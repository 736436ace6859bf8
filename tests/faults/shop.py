"""A shop as it is deployed: gunicorn, a worker, a database, and the simulator for Fintoc."""

import http.client
import json
import subprocess
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import requests

from tests.faults.processes import ROOT, Started, free_port, python, until

READY_SECONDS = 60
WORKERS, THREADS = 2, 8


class Fintoc:
    """The simulator as its own process, with nobody to tell: tests carry its events themselves."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.port = free_port()
        command = python("-m", "simulator", "--port", str(self.port), "--memory", *options)
        self.started = Started(command, env={}, log=folder / "simulator.log")
        try:
            line = until(self._first_line, seconds=READY_SECONDS, what="the simulator is up")
        except AssertionError:
            self.started.end()
            raise
        self.keys = json.loads(line)
        self.url = f"http://127.0.0.1:{self.port}"
        self.session = requests.Session()
        self.session.trust_env = False

    def _first_line(self) -> str:
        return next((line for line in self.started.said().splitlines() if line[:1] == "{"), "")

    def end(self) -> None:
        self.session.close()
        self.started.end()

    def control(self, path: str, **body: Any) -> Any:
        answer = self.session.post(f"{self.url}/control/{path}", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def decide(self, intent_id: str, outcome: str, **body: Any) -> Any:
        return self.control(f"payment_intents/{intent_id}/{outcome}", **body)

    def switch(self, **positions: Any) -> None:
        self.control("switches", **positions)

    def events(self) -> list[dict[str, Any]]:
        """Everything it would have told, oldest first."""
        answer = self.session.get(f"{self.url}/control/events", timeout=60)
        return list(reversed(answer.json()))

    def intents(self) -> list[dict[str, Any]]:
        """Everything it has, read as an account's owner would."""
        headers = {"Authorization": self.keys["secret_key"]}
        url, found = f"{self.url}/v1/payment_intents?per_page=300", []
        while url:
            answer = self.session.get(url, headers=headers, timeout=60)
            found += answer.json()
            url = answer.links.get("next", {}).get("url", "")
        return found


class Shop:
    """`env` may be changed before something starts; `fintoc_url` leads past a proxy or not."""

    def __init__(self, folder: Path, database: Any, fintoc: Fintoc, **env: str) -> None:
        self.folder, self.database, self.fintoc = folder, database, fintoc
        self.port = free_port()
        self.started: list[Started] = []
        self.env = {
            "SECRET_KEY": "a-key-for-tests-only-0123456789-0123456789-0123456789",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "DATABASE_URL": database.url,
            "FINTOC_API_URL": fintoc.url,
            "FINTOC_SECRET_KEY": fintoc.keys["secret_key"],
            "FINTOC_PUBLIC_KEY": fintoc.keys["public_key"],
            "FINTOC_WEBHOOK_SECRETS": fintoc.keys["webhook_secret"],
            "EMAIL_URL": "dummymail://",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            **env,
        }

    @property
    def url(self) -> str:
        return self.env["SITE_URL"]

    # --- Its processes ---

    def start_web(
        self,
        *,
        port: int = 0,
        prefix: tuple[str, ...] = (),
        application: str = "config.wsgi",
        **env: str,
    ) -> Started:
        """gunicorn as the demo and a deployed shop run it."""
        port = port or self.port
        command = [*prefix, *python("-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}")]
        command += [f"--workers={WORKERS}", "--worker-class=gthread", f"--threads={THREADS}"]
        command += [
            "--no-control-socket",
            "--log-level=warning",
            "--graceful-timeout=2",
            "--preload",
        ]
        web = self._start(command, "web", env)
        until(lambda: self.is_ready(port), seconds=READY_SECONDS, what="the shop is ready")
        return web

    def start_worker(self, *program: str, **env: str) -> Started:
        return self._start(python(*(program or ("manage.py", "worker"))), "worker", env)

    def start_careless_worker(self, name: str, **env: str) -> Started:
        """A worker of `careless.py`."""
        return self.start_worker("-m", "tests.faults.careless", name, **env)

    def _start(self, command: list[str], name: str, env: dict[str, str]) -> Started:
        number = len(self.started)
        log = self.folder / f"{name}-{number}.log"
        self.started.append(Started(command, env={**self.env, **env}, log=log))
        return self.started[-1]

    def is_ready(self, port: int = 0) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=15)
        with closing(connection), suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/readyz")
            answer = connection.getresponse()
            answer.read()
            return answer.status == 200
        return False

    def end(self) -> None:
        for started in reversed(self.started):
            started.end()

    # --- Its commands ---

    def run(
        self, *arguments: str, check: bool = True, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command of ours to its end."""
        inherited = {"PATH": "/usr/bin:/bin", "ENV_FILE": "/dev/null"}
        done = subprocess.run(
            python(*arguments),
            cwd=ROOT,
            env={**inherited, **self.env, **env},
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def migrate(self) -> None:
        self.run("manage.py", "migrate", "--verbosity=0")

    def place(self, orders: int, *, pay: bool = True) -> list[dict[str, Any]]:
        """Orders with a payment intent each, through the shop's own doors."""
        arguments = ["-m", "tests.faults.placing", str(orders), *(["--pay"] if pay else [])]
        done = self.run(*arguments)
        return json.loads(done.stdout)

    def ledger(self) -> str:
        """What `manage.py ledger` says; it has to balance."""
        done = self.run("manage.py", "ledger", check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
