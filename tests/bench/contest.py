"""The databases and environments of all targets, prepared once."""

import os
import secrets
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from tests.bench.database import Server
from tests.bench.environments import PEERS, environment
from tests.bench.events import SECRET, posts
from tests.bench.targets import ROOT, Requests, Target

OURS = Path(sys.executable).parent
SHOP_TALLY = (
    "SELECT (SELECT count(*) FROM webhooks_webhookevent),"
    " (SELECT count(*) FROM orders_order WHERE status = 'succeeded'),"
    " (SELECT count(*) FROM orders_outbox WHERE kind = 'E1')"
)
PEER_TALLY = (
    "SELECT (SELECT count(*) FROM shop_event),"
    " (SELECT count(*) FROM shop_order WHERE status = 'paid'), (SELECT count(*) FROM shop_mail)"
)


def _shop_environment(address: str, folder: Path) -> dict[str, str]:
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
        "STATIC_ROOT": str(folder / "static"),
        "STORE_COUNTRY": "cl",
        "LOG_FORMAT": "json",
    }


class Contest:
    """Makes targets. `orders`: how many to be paid each of them has."""

    def __init__(self, server: Server, *, orders: int) -> None:
        self.server, self.orders, self.folder = server, orders, server.folder.parent

    def programs(self, peer: str) -> Path:
        """The `bin` of the peer's environment."""
        return environment(peer)

    def peer_database(self, name: str) -> str:
        """A database with the peers' tables and orders; its address."""
        self.server.create(name)
        schema = (PEERS / "schema.sql").read_text()
        self.server.sql(name, f"\\set orders {self.orders}\n{schema}\nVACUUM ANALYZE;")
        return self.server.address(name)

    def tally(self, database: str, query: str = PEER_TALLY) -> Callable[[], Sequence[int]]:
        """How many events, moved orders and mails a database holds, whenever it is asked."""
        return lambda: [int(number) for number in self.server.sql(database, query).split("|")]

    def posts(self, path: str, *, scheme: str = "fintoc") -> Requests:
        """Events of one order each, as long as there are orders."""
        return lambda first, number: posts(
            path, iter(range(first, min(first + number, self.orders))), scheme=scheme
        )

    def run(self, command: Sequence[object], folder: Path, variables: Mapping[str, str]) -> str:
        """Run a program to its end; what it printed. Raises RuntimeError if it fails."""
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **variables},
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{done.args}\n{done.stderr}")
        return done.stdout

    def shop(
        self,
        *,
        to_pay: int,
        paid: int = 0,
        placed: int = 0,
        years: int = 0,
        database: str = "ours",
    ) -> None:
        """The shop's database with so many orders of each kind, and `years` that lie behind it.

        The database is PostgreSQL, or SQLite if its name ends so.
        """
        is_file = database.endswith("sqlite3")
        if is_file:
            self.file(database).parent.mkdir(parents=True, exist_ok=True)
            self._migrate(database)
        else:
            if not self.server.has("migrated"):
                self.server.create("migrated")
                self._migrate("migrated")
            self.server.copy("migrated", database)
        rows = ("-m", "tests.bench.shop_rows", to_pay, paid, placed, years)
        self.in_shop(database, *rows)
        if not is_file:
            self.server.sql(database, "VACUUM ANALYZE")

    def _migrate(self, database: str) -> None:
        self.in_shop(database, "manage.py", "migrate", "--verbosity=0")
        self.in_shop(database, "manage.py", "collectstatic", "--no-input", "--verbosity=0")
        self.in_shop(database, "manage.py", "seed_demo")

    def in_shop(self, database: str, *command: object) -> str:
        """Run Python with the shop's environment on this database; what it printed."""
        variables = _shop_environment(self.address(database), self.folder)
        return self.run([sys.executable, *command], ROOT, variables)

    def ours(self, name: str, requests: Requests, *, database: str = "ours") -> Target:
        """The shop, with what it is asked."""
        is_file = database.endswith("sqlite3")
        counted = self.tally_of_file if is_file else self.tally
        return Target(
            name,
            OURS,
            "config.wsgi",
            ROOT,
            requests,
            _shop_environment(self.address(database), self.folder),
            tally=counted(database, SHOP_TALLY),
        )

    def address(self, database: str) -> str:
        """What the shop connects to."""
        if database.endswith("sqlite3"):
            return f"sqlite:///{self.file(database)}"
        return self.server.address(database)

    def file(self, database: str) -> Path:
        """Where a SQLite database lies."""
        return self.folder / "sqlite" / database

    def tally_of_file(self, database: str, query: str) -> Callable[[], Sequence[int]]:
        """The same of a SQLite database."""

        def tally() -> Sequence[int]:
            with closing(sqlite3.connect(self.file(database))) as connection:
                return list(connection.execute(query).fetchone())

        return tally
