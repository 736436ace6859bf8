"""manage.py register_webhook: have Fintoc post its events here, and learn the secret, once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from fintoc_client.errors import FintocError
from orders.account import fintoc
from webhooks.registering import AlreadyRegistered, register, webhook_url


class Command(BaseCommand):
    help = "Register <SITE_URL>/webhooks/fintoc/ with Fintoc and print its secret, this once."
    requires_system_checks: list[str] = []  # the missing secret is one of them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="though it is registered: for another secret"
        )

    def handle(self, *, again: bool, **_options: Any) -> None:
        try:
            made = register(client=fintoc(), again=again)
        except AlreadyRegistered as known:
            raise CommandError(
                f"Fintoc posts to {webhook_url()} already ({known}). Its secret was shown when it "
                "was registered; --again registers another one, with another secret."
            ) from None
        except FintocError as error:
            raise CommandError(str(error)) from None
        self.stderr.write(f"Registered {made.url} as {made.id}. Put this line into .env, then")
        self.stderr.write("restart the shop. It is not shown again.")
        self.stdout.write(f"FINTOC_WEBHOOK_SECRETS={made.secret}")
