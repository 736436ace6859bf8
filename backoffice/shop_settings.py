"""What the shop is set to, for its owner to read. Settings change in the environment, not here."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from backoffice.page import page
from backoffice.roles import SETTINGS, needs

SHOWN = (
    "SITE_URL",
    "FINTOC_ACCOUNT",
    "FINTOC_API_URL",
    "FINTOC_WEBHOOK_TOLERANCE",
    "PAYMENT_FLOW",
    "STORE_COUNTRY",
    "STORE_NAME",
    "STORE_LEGAL_NAME",
    "STORE_TAX_ID",
    "STORE_ADDRESS",
    "STORE_PHONE",
    "STORE_EMAIL",
    "MERCHANT_EMAIL",
    "DEFAULT_FROM_EMAIL",
    "ORDER_PAID_HOOKS",
    "ORDER_HOLD_MINUTES",
    "ORDER_PAYABLE_HOURS",
    "RETRY_MAIL_MINUTES",
)  # no secret is among them


@needs(SETTINGS)
def shop_settings(request: HttpRequest) -> HttpResponse:
    """GET: the settings by their names in `.env`."""
    return page(
        request,
        "settings.html",
        title=_("Ajustes"),
        rows=[(name, getattr(settings, name)) for name in SHOWN],
        has_secret=bool(settings.FINTOC_WEBHOOK_SECRETS),
    )
