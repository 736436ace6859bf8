"""The two databases, read from outside of the shop: what it says it stored is looked up here."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.faults.processes import free_port

SERVER_USER = "postgres"  # whom Debian's package made: the server refuses to run as root


class Sqlite:
    """A file."""

    name = "SQLite"

    def __init__(self, folder: Path) -> None:
        self.file = folder / "shop.sqlite3"
        self.url = f"sqlite:///{self.file}"

    def rows(self, sql: str, *values: Any) -> list[Any]:
        with closing(sqlite3.connect(self.file, timeout=60)) as connection, connection:
            return connection.execute(sql.replace("%s", "?"), values).fetchall()

    def is_sound(self) -> bool:
        return self.rows("PRAGMA integrity_check") == [("ok",)]

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another program writes, and does not end."""
        with closing(sqlite3.connect(self.file, timeout=60, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield
            connection.execute("ROLLBACK")

    def end(self) -> None:
        pass


class Postgresql:
    """A server of our own, with every commit on the disk (fsync is on, as at a merchant's)."""

    name = "PostgreSQL"

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data"
        self.port = free_port()
        self.own_url = f"postgres://shop@127.0.0.1:{self.port}/shop"
        self.url = self.own_url  # a test may put a proxy of its own between
        self.connection: psycopg.Connection[Any] | None = None
        if os.getuid() == 0:
            subprocess.run(["chown", SERVER_USER, str(folder)], check=True)
        self.run("initdb", "-D", str(self.data), "-A", "trust", "-U", "shop", "--no-sync")
        self.start()
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE shop")

    def run(self, program: str, *arguments: str) -> None:
        newest = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parts[-2])
        as_server = [
            "setpriv",
            f"--reuid={SERVER_USER}",
            f"--regid={SERVER_USER}",
            "--clear-groups",
        ]
        command = [str(newest[-1] / program), *arguments]
        subprocess.run(
            [*(as_server if os.getuid() == 0 else []), *command],
            cwd=self.folder,
            check=True,
            capture_output=True,
        )

    def start(self) -> None:
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", str(self.data), "-l", log, "-s", "-w", "start", "-o", options)

    def stop_at_once(self) -> None:
        """As if the plug were pulled: nobody is waited for and nothing is tidied up."""
        self._hang_up()
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-s", "-w", "stop")

    def server_pids(self) -> list[int]:
        """Of the processes that serve the shop's connections."""
        rows = self.rows("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
        return [pid for (pid,) in rows]

    def rows(self, sql: str, *values: Any) -> list[Any]:
        if self.connection is None or self.connection.closed:
            self.connection = psycopg.connect(self._dsn("shop"), autocommit=True)
        cursor = self.connection.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []

    def is_sound(self) -> bool:
        """Its own check of every table's indexes."""
        self.run(
            "pg_amcheck",
            "-h",
            "127.0.0.1",
            "-p",
            str(self.port),
            "-U",
            "shop",
            "--install-missing",
            "shop",
        )
        return True

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Another program holds the tables that a webhook writes."""
        with psycopg.connect(self._dsn("shop")) as connection:
            connection.execute("LOCK TABLE webhooks_webhookevent IN EXCLUSIVE MODE")
            yield
            connection.rollback()

    def end(self) -> None:
        self._hang_up()
        self.run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-s", "stop")

    def _hang_up(self) -> None:
        if self.connection is not None:
            self.connection.close()

    def _dsn(self, database: str) -> str:
        return f"host=127.0.0.1 port={self.port} user=shop dbname={database} connect_timeout=5"


KINDS = {"sqlite": Sqlite, "postgresql": Postgresql}
