"""manage.py worker: mails, retried webhooks, questions to Fintoc. Several may run."""

import signal
import time
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error as DatabaseAway
from django.db import close_old_connections

from operations.readiness import migrations_are_missing
from operations.tallies import tallies
from operations.worker import turn

PAUSE = 1.0  # seconds between looks when there was nothing to do
PAUSE_AFTER_FAULT = 5.0


class Command(BaseCommand):
    help = "Do everything that is due, again and again. With --once, what is due now (for cron)."
    is_stopping = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing is due")

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Check the settings, and not the database: `handle` waits for one that is away."""
        return {"databases": []}

    def handle(self, *, once: bool, **_options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        if once:
            self.work_once()
        else:
            self.work_on()

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Only note it: the row in hand is always finished.

        Not a `threading.Event`: setting it while the same thread looks at it could lock for ever.
        """
        self.is_stopping = True

    def work_once(self) -> None:
        try:
            while not self.is_stopping and self.one_turn():
                pass
        except DatabaseAway as error:
            raise CommandError(what_is_wrong(error)) from None

    def work_on(self) -> None:
        """Turn after turn, also after a database that was away for a while."""
        while not self.is_stopping:
            try:
                self.pause(0 if self.one_turn() else PAUSE)
            except DatabaseAway as error:
                self.stderr.write(what_is_wrong(error))
                self.pause(PAUSE_AFTER_FAULT)

    def one_turn(self) -> int:
        close_old_connections()  # as Django does before each request
        tallies.tell_if_due()
        return turn(should_stop=lambda: self.is_stopping)

    def pause(self, seconds: float) -> None:
        ends_at = time.monotonic() + seconds
        while not self.is_stopping and time.monotonic() < ends_at:
            time.sleep(0.1)


def what_is_wrong(error: DatabaseAway) -> str:
    """A database without its tables answers, and waiting for it helps nobody."""
    try:
        if migrations_are_missing():
            return "migrations are missing: run manage.py migrate"
    except DatabaseAway:
        pass
    return f"the database is away: {error}"
