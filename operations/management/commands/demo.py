"""manage.py demo: the whole shop on this machine, with the simulator when there are no keys."""

import json
import secrets
import signal
import subprocess
import time
from types import FrameType
from typing import Any, TextIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from operations.demo import (
    AlreadyRunning,
    DemoPlan,
    has_live_keys,
    has_own_test_keys,
    lock,
    own_keys,
    plan_from_environment,
    simulator_keys,
    without_proxy,
)
from operations.processes import PortTaken, Processes, is_ready, require_free_port

READY_SECONDS = 30.0
ADMIN = "demo"

BANNER = """
  Shop         {site}
  Back office  {site}/admin/   user {admin}   password {password}
  Mails        {site}/demo/emails/
  Break it     {site}/demo/tour/
  {fintoc}

  Pay with     {values}
  Stop with    Ctrl-C
"""
TEST_VALUES = {
    "cl": "any bank, RUT 41614850-3, password jonsnow, account 422159212",
    "mx": "any bank, phone 5555555555",
}


class Command(BaseCommand):
    help = "Run the shop, its worker and (without test keys in .env) a simulator of Fintoc."
    requires_system_checks = []  # this process only starts the others, which are checked

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--reset", action="store_true", help="start with an empty shop")

    def handle(self, *, reset: bool, **_options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        self.processes = Processes(cwd=settings.BASE_DIR)
        try:
            plan = self.checked_plan()
            self.lock = locked(plan)
            if reset:
                empty(plan)
            self.run(plan)
        except KeyboardInterrupt:
            self.stdout.write("Stopping the demo.")
        finally:
            ignore_signals()
            self.processes.stop()

    def checked_plan(self) -> DemoPlan:
        """Read the environment and find the ports free, or end with one line."""
        try:
            plan = plan_from_environment()
            require_free_port(plan.port, variable="DEMO_PORT")
            if not has_own_test_keys():
                require_free_port(plan.simulator_port, variable="DEMO_SIMULATOR_PORT")
        except (PortTaken, ValueError) as error:
            raise CommandError(str(error)) from None
        return plan

    def run(self, plan: DemoPlan) -> None:
        """Prepare, start, say where everything is, and wait for Ctrl-C."""
        env = plan.environment()
        if has_own_test_keys():
            env |= own_keys()
            fintoc = "Fintoc       your test keys from .env; orders are confirmed by asking Fintoc"
        else:
            announced = self.start_simulator(plan)
            env |= simulator_keys(announced)
            fintoc = f"Simulator    {announced['panel']}   (no account, no keys, no real money)"
            if has_live_keys():
                fintoc += "\n  Your live keys in .env are left alone: a demo moves no real money."
        password = secrets.token_urlsafe(9)
        self.prepare(env, password)
        self.start_shop(plan, env)
        self.wait_until_ready(plan)
        site, values = plan.site_url, TEST_VALUES[plan.country]
        self.stdout.write(
            BANNER.format(site=site, admin=ADMIN, password=password, fintoc=fintoc, values=values)
        )
        self.stdout.flush()
        self.watch()

    def start_simulator(self, plan: DemoPlan) -> dict[str, str]:
        """Start it, and read the keys it prints when it is up."""
        command = ["simulator", "--port", str(plan.simulator_port)]
        command += ["--db", str(plan.simulator_database), "--webhook-url", plan.webhook_url]
        command += ["--order-url", plan.order_url]
        process = self.processes.start(
            "simulator", command, env=without_proxy(), stdout=subprocess.PIPE
        )
        assert process.stdout is not None  # noqa: S101 (asked for one line above)
        line = process.stdout.readline()
        if not line:
            raise CommandError("The simulator did not start; it says why above.")
        announced: dict[str, str] = json.loads(line)
        return announced

    def prepare(self, env: dict[str, str], password: str) -> None:
        """Migrate, seed and give the back office a user, in a process with the demo's settings."""
        env = {**env, "DEMO_PASSWORD": password}
        if self.processes.run("preparation", ["manage", "prepare_demo", ADMIN], env=env) != 0:
            raise CommandError("The shop could not be prepared; it says why above.")

    def start_shop(self, plan: DemoPlan, env: dict[str, str]) -> None:
        """The web server that a deployed shop runs, and the worker."""
        web = ["gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{plan.port}"]
        web += ["--workers=2", "--worker-class=gthread", "--threads=8", "--no-control-socket"]
        web += ["--log-level=warning", "--graceful-timeout=2", "--preload"]
        self.processes.start("web", web, env=env)
        self.processes.start("worker", ["manage", "worker"], env=env)

    def wait_until_ready(self, plan: DemoPlan) -> None:
        ends_at = time.monotonic() + READY_SECONDS
        while not is_ready(plan.port):
            self.require_alive()
            if time.monotonic() > ends_at:
                raise CommandError("The shop did not answer in time; it says why above.")
            time.sleep(0.1)

    def watch(self) -> None:
        while True:
            self.require_alive()
            time.sleep(0.5)

    def require_alive(self) -> None:
        name = self.processes.first_dead()
        if name is not None:
            status = self.processes.running[name].returncode
            why = f"killed by signal {-status}" if status < 0 else "it says why above"
            raise CommandError(f"The {name} ended by itself: {why}.")


def locked(plan: DemoPlan) -> TextIO:
    """Take the country's data for this demo, or end with one line."""
    try:
        return lock(plan)
    except AlreadyRunning as error:
        raise CommandError(str(error)) from None


def stop(_number: int, _frame: FrameType | None) -> None:
    """Once: a second Ctrl-C must not cut the cleaning up short."""
    ignore_signals()
    raise KeyboardInterrupt


def ignore_signals() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)


def empty(plan: DemoPlan) -> None:
    """Remove what earlier demos of this country left."""
    for database in (plan.database, plan.simulator_database):
        for suffix in ("", "-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
    for mail in plan.mails.glob("*.log"):
        mail.unlink()
