"""The simulator's own stylesheet, scripts and icon."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve


def static_file(request: HttpRequest, path: str) -> HttpResponseBase:
    return serve(request, path, document_root=str(settings.HERE / "static"))
