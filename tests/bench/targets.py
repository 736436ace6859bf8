"""What is measured: servers with their own databases, and what each of them is asked."""

import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.database import Server
from tests.bench.environments import PEERS, environment
from tests.bench.events import SECRET, get, posts

ROOT = Path(__file__).resolve().parents[2]
OURS = Path(sys.executable).parent
GUNICORN = ("--log-level", "warning", "--no-control-socket")


@dataclass
class Target:
    """A server, and the requests of a run: `requests(first, number)` are of orders from `first`."""

    name: str
    programs: Path
    application: str
    folder: Path
    requests: Callable[[int, int], Sequence[bytes]]
    database: str
    environment: Mapping[str, str] = field(default_factory=dict)
    stored: str = ""  # SQL: how many events it has stored
    workers: int = 2

    def command(self, port: int) -> list[str]:
        """Every server is the same gunicorn, so that only what runs in it differs."""
        where = ["-b", f"127.0.0.1:{port}", "-w", str(self.workers)]
        return [str(self.programs / "gunicorn"), *GUNICORN, *where, self.application]


def shop_environment(address: str) -> dict[str, str]:
    """The shop as it is deployed, but for https, with nothing of a developer's `.env`."""
    return {
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": "http://localhost:8000",
        "DATABASE_URL": address,
        "EMAIL_URL": "memorymail://",
        "FINTOC_SECRET_KEY": "sk_test_bench",
        "FINTOC_PUBLIC_KEY": "pk_test_bench",
        "FINTOC_WEBHOOK_SECRETS": SECRET,
        "STATIC_ROOT": str(ROOT / "var" / "bench" / "static"),
        "STORE_COUNTRY": "cl",
    }


class Contest:
    """The databases and environments of all targets, prepared once."""

    def __init__(self, server: Server, *, orders: int, folder: Path) -> None:
        self.server, self.orders, self.folder = server, orders, folder

    def webhooks(self) -> list[Target]:
        """Our webhook, the limit, and the peers, each with as many orders to be paid."""
        address = self.peer_database("raw")
        limit = Target(
            "limit",
            self._environment("naive_django"),
            "limit:application",
            PEERS / "raw",
            self._posts("/"),
            "raw",
            {"DATABASE_URL": address, "WEBHOOK_SECRET": SECRET},
            "SELECT count(*) FROM shop_event",
        )
        peers = [
            self._peer("naive Django", "naive_django", "site_wsgi", "/webhooks/fintoc/"),
            self._peer("Flask, official package", "flask_fintoc", "app:app", "/webhooks/fintoc/"),
            self._djstripe(),
        ]
        return [limit, self.ours("ours", self._posts("/webhooks/fintoc/")), *peers]

    def ours(
        self, name: str, requests: Callable[[int, int], Sequence[bytes]], *, workers: int = 2
    ) -> Target:
        """The shop, with what it is asked."""
        return Target(
            name,
            OURS,
            "config.wsgi",
            ROOT,
            requests,
            "ours",
            shop_environment(self.server.address("ours")),
            "SELECT count(*) FROM webhooks_webhookevent",
            workers,
        )

    def make_shop(
        self, *, to_pay: int, paid: int = 0, placed: int = 0, database: str = "ours"
    ) -> None:
        """The shop's database with so many orders, and its static files."""
        self.server.create(database)
        variables = {**os.environ, **shop_environment(self.server.address(database))}
        manage = [sys.executable, "manage.py"]
        rows = [sys.executable, "-m", "tests.bench.shop_rows"]
        rows += [str(to_pay), str(paid), str(placed)]
        for command in (
            [*manage, "migrate", "--verbosity=0"],
            [*manage, "collectstatic", "--no-input", "--verbosity=0"],
            [*manage, "seed_demo"],
            rows,
        ):
            subprocess.run(command, cwd=ROOT, env=variables, check=True, stdout=subprocess.DEVNULL)

    def peer_database(self, name: str) -> str:
        """A database with the peers' tables, filled; its address."""
        self.server.create(name)
        schema = (PEERS / "schema.sql").read_text()
        self.server.sql(name, f"\\set orders {self.orders}\n{schema}\nANALYZE;")
        return self.server.address(name)

    def bare_page(self) -> Target:
        """A page of Django's that asks no database: base, block, form."""
        self.server.create("bare")
        target = self._peer("bare Django page", "naive_django", "site_wsgi", "", database="bare")
        target.requests = pages("/page/")
        target.stored = ""
        return target

    def oscar(self) -> tuple[Path, Path, dict[str, str]]:
        """django-oscar in a minimal project: its programs, folder and variables."""
        self.server.create("oscar")
        programs, folder = self._environment("oscar"), PEERS / "oscar"
        variables = {"DATABASE_URL": self.server.address("oscar")}
        self._run([programs / "python", "make_shop.py"], folder, variables)
        return programs, folder, variables

    def _peer(
        self, name: str, package: str, application: str, path: str, *, database: str = ""
    ) -> Target:
        address = self.server.address(database) if database else self.peer_database(package)
        return Target(
            name,
            self._environment(package),
            application,
            PEERS / package,
            self._posts(path),
            database or package,
            {"DATABASE_URL": address, "WEBHOOK_SECRET": SECRET},
            "SELECT count(*) FROM shop_event",
        )

    def _djstripe(self) -> Target:
        target = self._peer("dj-stripe", "djstripe", "site_wsgi", "")
        python, variables = target.programs / "python", target.environment
        settings = {**variables, "DJANGO_SETTINGS_MODULE": "site_settings", "PYTHONPATH": "."}
        migrate = [python, "-m", "django", "migrate", "--verbosity=0"]
        self._run(migrate, target.folder, settings)
        self._run([python, "endpoint.py"], target.folder, variables)
        path = "/stripe/webhook/00000000-0000-4000-8000-000000000001/"
        target.requests = self._posts(path, scheme="Stripe")
        target.stored = "SELECT count(*) FROM djstripe_event"
        return target

    def _posts(self, path: str, *, scheme: str = "Fintoc") -> Callable[[int, int], Sequence[bytes]]:
        return lambda first, number: posts(
            path, iter(range(first, min(first + number, self.orders))), scheme=scheme
        )

    def _environment(self, name: str) -> Path:
        return environment(name, folder=self.folder / "environments")

    def _run(self, command: Sequence[object], folder: Path, variables: Mapping[str, str]) -> None:
        subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **variables},
            check=True,
            stdout=subprocess.DEVNULL,
        )


def pages(path: str, *, cookie: str = "") -> Callable[[int, int], Sequence[bytes]]:
    """The same page as often as it is wanted."""
    return lambda _first, number: [get(path, cookie=cookie)] * number
