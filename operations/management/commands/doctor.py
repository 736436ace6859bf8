"""manage.py doctor: is everything as a shop needs it? Green, amber, red, each with its mend."""

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone, translation

from operations.finding import BAD, OK, WARNING, Finding, Probe
from operations.health import REACHING, RUNNING, SENDING, SET_UP, asked

SIGNS = {OK: "ok", WARNING: "!!", BAD: "XX"}  # a color never says it alone


class Command(BaseCommand):
    help = "Examine the shop. Ends with 1 if anything is red, with 2 if --strict and amber."
    requires_system_checks: list[str] = []  # what they find is shown red, with the rest

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--quiet", action="store_true", help="send neither a test event nor a test mail"
        )
        parser.add_argument("--offline", action="store_true", help="ask nobody, send nothing")
        parser.add_argument("--strict", action="store_true", help="amber is a failure, too")

    def handle(self, **options: Any) -> None:
        self.colors = {OK: self.style.SUCCESS, WARNING: self.style.WARNING, BAD: self.style.ERROR}
        self.stdout.write(f"{settings.SITE_URL}  {settings.FINTOC_ACCOUNT}\n\n")
        with translation.override("en"), only_warnings():
            levels = [self.tell(probe) for probe in chosen(**options)]
        if BAD in levels:
            sys.exit(1)
        if WARNING in levels and options["strict"]:
            sys.exit(2)

    def tell(self, probe: Probe) -> str:
        """Print one finding as soon as it is there; return its level."""
        finding = asked(probe, timezone.now())
        name = translation.gettext(probe.name)
        self.stdout.write(
            f"{self.colors[finding.level](SIGNS[finding.level])}  {name}: ", ending=""
        )
        self.stdout.write(_words(finding))
        for detail in finding.details:
            self.stdout.write(f"      {detail}")
        if finding.level != OK and finding.mend:
            self.stdout.write(f"      -> {finding.mend}")
        return finding.level


@contextmanager
def only_warnings() -> Iterator[None]:
    """Whoever reads this wants the findings, not a line of the log for each question to Fintoc."""
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.WARNING)
    try:
        yield
    finally:
        root.setLevel(level)


def chosen(*, quiet: bool, offline: bool, **_options: Any) -> Sequence[Probe]:
    """Which probes the options leave."""
    probes = [*SET_UP, *RUNNING]
    if not offline:
        probes += REACHING
    if not offline and not quiet:
        probes += SENDING
    return probes


def _words(finding: Finding) -> str:
    moment = (
        "" if finding.at is None else timezone.localtime(finding.at).strftime(" %Y-%m-%d %H:%M")
    )
    return f"{finding.text}{moment}"
