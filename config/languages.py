"""Which language a visitor reads: what they chose, else their browser's, else the shop's own."""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.utils import translation

SPANISH = "es"


class LocaleMiddleware(DjangoLocaleMiddleware):
    """Django's, but a browser that asks for Spanish gets the Spanish of the shop's country."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        has_chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
        if not has_chosen and translation.get_language() == SPANISH:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()
