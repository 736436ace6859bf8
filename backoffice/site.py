"""The admin site: its home, its addresses beside the models' own, and what every page shows."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from orders.models import Alert


class LogInForm(AdminAuthenticationForm):
    """Django's own, for names that somebody can have: longer ones fit into no record of a try."""

    def clean_username(self) -> str:
        name: str = self.cleaned_data["username"]
        if len(name) > (self.username_field.max_length or 0):
            raise self.get_invalid_login_error()
        return name


class BackOffice(admin.AdminSite):
    """Django's own, with the shop's home page."""

    login_form = LogInForm

    site_header = settings.STORE_NAME
    site_title = settings.STORE_NAME
    index_title = _("Inicio")
    enable_nav_sidebar = False

    def index(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        """What the merchant opens the laptop for."""
        from backoffice.home import home  # it needs this site, to draw its frame

        return home(request)  # type: ignore[return-value]

    def get_urls(self) -> list[URLPattern | URLResolver]:
        from backoffice import urls

        return [path("", include(urls.office)), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add what the frame of every page shows."""
        context = super().each_context(request)
        if self.has_permission(request):
            context["open_alerts"] = Alert.objects.open().count()
        context["is_live"] = settings.FINTOC_MODE == "live"
        context["account"] = settings.FINTOC_ACCOUNT
        return context
