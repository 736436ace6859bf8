"""/js/v1/: the script a shop's page loads."""

import time
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from simulator import switches
from simulator.api.faults import hang_up

FILE: Path = settings.HERE / "static" / "simulator" / "fintoc.js"


def script(request: HttpRequest) -> HttpResponse:
    """Any origin's page may load it, unless a switch is in the way. Docs: /docs/quickstart-1."""
    positions = switches.current()
    time.sleep(positions.script_delay_ms / 1000)
    if positions.script_is_blocked:
        return hang_up(request)
    response = HttpResponse(FILE.read_text(), content_type="text/javascript; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
