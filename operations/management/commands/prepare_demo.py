"""manage.py prepare_demo: what `manage.py demo` runs first, with the demo's own settings."""

import os
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Migrate, seed and give the back office a user with the password in DEMO_PASSWORD."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *, username: str, **_options: Any) -> None:
        password = os.environ.get("DEMO_PASSWORD")
        if not settings.DEMO or not password:
            raise CommandError("Run `manage.py demo`; it calls this command itself.")
        call_command("migrate", verbosity=0)
        call_command("seed_demo")
        user, _is_new = User.objects.get_or_create(username=username)
        user.is_staff = user.is_superuser = True
        user.set_password(password)
        user.save()
