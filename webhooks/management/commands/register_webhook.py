"""manage.py register_webhook: have Fintoc post its events here, and learn the secret, once."""

from typing import Any

from django.core.checks import run_checks
from django.core.management.base import BaseCommand, CommandError, CommandParser

from fintoc_client.errors import FintocError
from orders.account import fintoc
from webhooks.registering import AlreadyRegistered, register, webhook_url

TOLD_HERE = "fintoc.E020"  # the secret is empty


class Command(BaseCommand):
    help = "Register <SITE_URL>/webhooks/fintoc/ with Fintoc and print its secret, this once."
    requires_system_checks: list[str] = []  # one asks for the secret: `require_sound_settings`

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--again", action="store_true", help="though it is registered: for another secret"
        )

    def handle(self, *, again: bool, **_options: Any) -> None:
        require_sound_settings()
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


def require_sound_settings() -> None:
    """Refuse what keeps a shop from starting, but for the secret that is about to be told."""
    errors = [each for each in run_checks() if each.is_serious() and not each.is_silenced()]
    lines = [
        f"{each.id}: {each.msg} {each.hint or ''}".strip()
        for each in errors
        if each.id != TOLD_HERE
    ]
    if lines:
        raise CommandError("\n".join(["Nothing was registered.", *lines]))
