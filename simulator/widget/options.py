"""What `Fintoc.create(...)` was given, as the script hands it on in the widget's address.

Fintoc docs: /docs/widget-webview-integration (the names), /docs/quickstart-1 (their use).
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest

from simulator.languages import language_of


@dataclass(frozen=True)
class Options:
    public_key: str
    widget_token: str
    session_token: str
    product: str
    holder_type: str
    country: str
    institution: str  # chosen in the widget, or preset by the shop
    username: str  # preset by the shop: the shopper cannot change it
    contact: str  # the widget's own: a new contact has been let through
    account: str  # and the account chosen, while its code is asked for
    shop_origin: str  # where messages go
    language: str
    query: str  # the options again, for the next step's address


def read_options(request: HttpRequest) -> Options:
    """Everything is text, and empty when it is missing; `problems` judges it."""
    given = request.GET
    return Options(
        public_key=given.get("public_key", ""),
        widget_token=given.get("widget_token", ""),
        session_token=given.get("session_token", ""),
        product=given.get("product", ""),
        holder_type=given.get("holder_type", ""),
        country=given.get("country", "") or "cl",  # Fintoc's default
        institution=given.get("institution_id", ""),
        username=given.get("username", ""),
        contact=given.get("contact", ""),
        account=given.get("account", ""),
        shop_origin=_origin(given.get("shop_origin", "")),
        language=language_of(request),
        query=given.urlencode(),
    )


def _origin(text: str) -> str:
    """Scheme and host only, or nothing."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and parts.netloc:
        return f"{parts.scheme}://{parts.netloc}"
    return ""
