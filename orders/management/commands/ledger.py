"""manage.py ledger: does every payment that succeeded at Fintoc have its place here?"""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseAway
from django.utils import timezone

from catalog.money import UnknownCurrency, format_money
from fintoc_client.errors import FintocError
from orders.account import fintoc
from orders.ledger import FOREIGN, KINDS, Entry, Ledger, draw_up

DAYS = 30
FIRST_DAY = date(2000, 1, 1)


class Command(BaseCommand):
    help = (
        "Compare the payments that succeeded at Fintoc with ours: fulfilled + duplicate + mismatch "
        "+ orphan. Exit status 1, with the rows, when they differ; 2 when Fintoc "
        "or the database cannot be asked."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", type=day, help=f"a day such as 2026-11-01; {DAYS} days ago unless given"
        )

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Check the settings, and not the database: `handle` says if it is away."""
        return {"databases": []}

    def handle(self, *, since: date | None, **_options: Any) -> None:
        now = timezone.now()
        since = since or now.date() - timedelta(days=DAYS)
        try:
            ledger = draw_up(client=fintoc(), since=since, now=now)
        except FintocError as error:
            raise CommandError(f"Fintoc cannot be asked: {error}", returncode=2) from error
        except DatabaseAway as error:
            text = f"the database is away, or not migrated (manage.py migrate): {error}"
            raise CommandError(text, returncode=2) from None
        self.stdout.write(f"Payments that succeeded since {since}")
        for currency in ledger.currencies:
            self._write_currency(ledger, currency)
        self._write_rows("orphan", ledger.orphans)
        self._write_rows("differs", ledger.differences)
        if not ledger.is_balanced:
            raise CommandError("the ledger does not balance: see the rows above")

    def _write_currency(self, ledger: Ledger, currency: str) -> None:
        self._write("at Fintoc", "", ledger.fintoc[currency], currency)
        for kind in (*KINDS, FOREIGN):
            count = ledger.counts[kind, currency]
            self._write(kind, str(count), ledger.sums[kind, currency], currency)
        self._write("difference", "", ledger.difference(currency), currency)

    def _write(self, name: str, count: str, amount: int, currency: str) -> None:
        self.stdout.write(f"  {name:<12}{count:>8}  {_money(amount, currency):>16} {currency}")

    def _write_rows(self, title: str, entries: list[Entry]) -> None:
        for entry in entries:
            money = _money(entry.amount, entry.currency)
            self.stdout.write(f"  {title}: {entry.intent_id}  {money}  {entry.note}".rstrip())


def day(text: str) -> date:
    """Read an argument such as 2026-11-01: a day on which somebody may have paid."""
    found, tomorrow = date.fromisoformat(text), timezone.now().date() + timedelta(days=1)
    if not FIRST_DAY <= found <= tomorrow:  # tomorrow has begun somewhere
        raise ArgumentTypeError(f"{found} is not a day from {FIRST_DAY} to today")
    return found


def _money(amount: int, currency: str) -> str:
    try:
        return format_money(amount, currency)
    except UnknownCurrency:  # of another shop, or of a payment that does not match
        return str(amount)
