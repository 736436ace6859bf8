"""Which version of the API a request is answered in.

Fintoc docs: /api/fintoc-api/authentication (the pin, and the header that wins over it).
"""

from django.http import HttpRequest

from simulator import switches
from simulator.api.errors import ApiError
from simulator.versions import VERSIONS, has_new_names


def version_of(request: HttpRequest) -> str:
    """The request's own, else the account's. Guess: one that does not exist is 403."""
    version = request.headers.get("Fintoc-Version", "").strip()
    if not version:
        return switches.current().api_version
    if version not in VERSIONS:
        message = f"Fintoc-Version is one of {', '.join(VERSIONS)}."
        raise ApiError("invalid_api_version", message, status=403, param="Fintoc-Version")
    return version


def check_version(request: HttpRequest) -> None:
    """Fintoc's /v2 payment endpoints need 2026-02-01. Raises ApiError."""
    version = version_of(request)
    if request.path.startswith("/v2/") and not has_new_names(version):
        message = (
            f"/v2 needs Fintoc-Version 2026-02-01 or later, and this request has {version}: "
            "send the header, or pin the account."
        )
        raise ApiError("invalid_api_version", message, status=403, param="Fintoc-Version")
