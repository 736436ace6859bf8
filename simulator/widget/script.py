"""/js/v1/: the script a shop's page loads."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

FILE: Path = settings.HERE / "static" / "simulator" / "fintoc.js"


def script(request: HttpRequest) -> HttpResponse:
    """Any origin's page may load it. Fintoc docs: /docs/quickstart-1."""
    response = HttpResponse(FILE.read_text(), content_type="text/javascript; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
