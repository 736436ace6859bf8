"""Forms are UTF-8: browsers send nothing else to a page that is."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class CharsetMiddleware:
    """400 for a form in another charset. Python knows some that decode no text, and fails."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if request.content_type in FORMS and charset.lower() != "utf-8":
            return HttpResponse("a form has to be UTF-8\n", status=400, content_type="text/plain")
        return self.get_response(request)
