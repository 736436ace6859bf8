from typing import Any

from django.apps import AppConfig, apps
from django.contrib.admin import autodiscover
from django.contrib.admin.apps import SimpleAdminConfig
from django.db.models.signals import post_migrate


class BackofficeConfig(AppConfig):
    """Makes the two groups whenever the database is migrated."""

    name = "backoffice"
    default = True

    def ready(self) -> None:
        # An app without models of its own is not told.
        post_migrate.connect(_make_groups, sender=apps.get_app_config("auth"))


class BackOfficeAdminConfig(SimpleAdminConfig):
    """Django's admin, with our home page and navigation."""

    default = False
    default_site = "backoffice.site.BackOffice"

    def ready(self) -> None:
        super().ready()
        autodiscover()


def _make_groups(**_kwargs: Any) -> None:
    from backoffice.roles import make_groups  # needs the models, which are ready by now

    make_groups()
