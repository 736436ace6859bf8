"""Who may control the simulator: programs on this machine, and its own pages.

There is no login, so another site's page in a browser here must not get through: neither by
posting across sites (its `Origin` gives it away) nor by a name that resolves to this machine (its
`Host` does).
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from simulator.api.errors import ApiError, method_not_allowed

View = Callable[..., HttpResponse]


def local_only(view: View) -> View:
    """Refuses, in the error envelope, whoever does not come from this machine."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: str) -> HttpResponse:
        if split_domain_port(request.get_host())[0] not in settings.LOOPBACK_HOSTS:
            return _refusal("This is reached as localhost only.")
        origin = request.headers.get("Origin")
        if origin is not None and origin != f"http://{request.get_host()}":
            return _refusal("Another origin's page may not control the simulator.")
        return view(request, **arguments)

    return guarded


def _refusal(message: str) -> HttpResponse:
    return ApiError("forbidden_request", message, status=403).as_response()


def only(**actions: View) -> View:
    """A view: `only(POST=act)`, from this machine; ApiError becomes its answer."""

    @local_only
    def view(request: HttpRequest, **arguments: str) -> HttpResponse:
        try:
            action = actions.get(request.method or "")
            if action is None:
                raise method_not_allowed(request.method or "", sorted(actions))
            return action(request, **arguments)
        except ApiError as error:
            return error.as_response()

    return view
