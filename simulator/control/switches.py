"""/control/switches: read them, change those that the body names, or put all of them back."""

from django.http import HttpRequest, JsonResponse

from simulator import switches
from simulator.api.body import read_json
from simulator.api.errors import ApiError
from simulator.control.gate import only


def read(request: HttpRequest) -> JsonResponse:
    """Every position by its name."""
    return JsonResponse(switches.as_json())


def change(request: HttpRequest) -> JsonResponse:
    """All of them or none; answers every position. Raises ApiError."""
    try:
        switches.flip(read_json(request))
    except switches.BadPosition as bad:
        raise ApiError("invalid_params", str(bad), param=bad.name) from None
    return read(request)


def put_back(request: HttpRequest) -> JsonResponse:
    """To where the command line had them; nothing else is forgotten."""
    switches.put_back()
    return read(request)


collection = only(GET=read, POST=change, DELETE=put_back)
