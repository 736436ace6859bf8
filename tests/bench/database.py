"""A PostgreSQL of the bench's own, every commit durable, gone when the bench is."""

import os
import pwd
import shutil
import subprocess
import time
from pathlib import Path
from typing import Self

OWN = {  # fsync is the point of the exercise; no checkpoint falls into a run of a few seconds
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "512MB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "listen_addresses": "127.0.0.1",
}


class Server:
    """Started when entered, stopped and deleted when left."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
        initdb = str(found[-1]) if found else shutil.which("initdb")
        if initdb is None:
            raise SystemExit("PostgreSQL is not installed (on Debian: apt install postgresql).")
        self.bin = Path(initdb).parent

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True)
        if os.getuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", str(self.data), "-A", "trust", "-U", "bench", "-E", "UTF8")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.writelines(f"{name} = '{value}'\n" for name, value in OWN.items())
            settings.write(f"port = {self.port}\nunix_socket_directories = '{self.folder}'\n")
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.folder / "log"), "-w", "start")
        return self

    def __exit__(self, *_error: object) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def wait(self) -> None:
        """Until it takes connections, after a crash."""
        for _each in range(300):
            try:
                self.sql("postgres", "SELECT 1")
            except RuntimeError:
                time.sleep(0.1)
            else:
                return
        raise RuntimeError("PostgreSQL has not recovered")

    def create(self, database: str) -> None:
        """A new, empty database, in place of one of this name."""
        self.copy("template1", database)

    def copy(self, database: str, to: str) -> None:
        """The same database again, under another name, in place of one of that name."""
        self.sql("postgres", f"DROP DATABASE IF EXISTS {to} WITH (FORCE)")
        self.sql("postgres", f"CREATE DATABASE {to} TEMPLATE {database}")

    def has(self, database: str) -> bool:
        """Whether there is a database of this name."""
        found = f"SELECT count(*) FROM pg_database WHERE datname = '{database}'"
        return self.sql("postgres", found) == "1"

    def address(self, database: str) -> str:
        """What a program connects to: the Unix socket would be faster, and is rarer."""
        return f"postgres://bench@127.0.0.1:{self.port}/{database}"

    def sql(self, database: str, statements: str) -> str:
        """Run statements; return what they print, without headings."""
        command = [str(self.bin / "psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "bench"]
        options = ["-v", "ON_ERROR_STOP=1", "-XqAt", "-d", database]
        done = subprocess.run(
            [*command, *options], input=statements, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout.strip()

    def _run(self, program: str, *arguments: str) -> None:
        """As the user that the package made: the server refuses to run as root."""
        user = pwd.getpwnam("postgres") if os.getuid() == 0 else None
        subprocess.run(
            [str(self.bin / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            user=user and user.pw_uid,
            group=user and user.pw_gid,
            cwd="/",
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )
