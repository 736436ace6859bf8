"""manage.py worker: mails, retried webhooks, questions to Fintoc. Several may run."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from operations.worker import turn

PAUSE = 1.0  # seconds between looks when there was nothing to do
PAUSE_AFTER_FAULT = 5.0


class Command(BaseCommand):
    help = "Do everything that is due, again and again. With --once, what is due now (for cron)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="stop when nothing is due")

    def handle(self, *, once: bool, **_options: Any) -> None:
        self.stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stopping.set())
        while not self.stopping.is_set():
            done = self.one_turn()
            if once and not done:
                return
            if not done:
                self.stopping.wait(PAUSE)

    def one_turn(self) -> int:
        """A turn that outlives a database that is away; the row in hand is always finished."""
        try:
            return turn(should_stop=self.stopping.is_set)
        except DatabaseError as error:
            self.stderr.write(f"the database is away: {error}")
            self.stopping.wait(PAUSE_AFTER_FAULT)
            return 0
