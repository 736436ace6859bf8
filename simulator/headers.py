"""Headers of every answer: nothing is cached or framed, and pages load only what is ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)


def security_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Only the widget may be framed, and by any page: a shop's origin is not known here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.get_host()  # refuses, with 400, a name that is not this machine's
        response = get_response(request)
        ancestors = "*" if request.path.startswith("/widget/") else "'none'"
        response["Content-Security-Policy"] = POLICY.format(ancestors=ancestors)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "same-origin"
        response["X-Content-Type-Options"] = "nosniff"
        if not response.streaming:
            _tell_length(request, response)
        return response

    return middleware


def _tell_length(request: HttpRequest, response: HttpResponse) -> None:
    """Its length told, the connection can stay open; a body where none may be would garble it."""
    if response.status_code == 204:
        return
    response["Content-Length"] = str(len(response.content))
    if request.method == "HEAD":
        response.content = b""
