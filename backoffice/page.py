"""How a page of the back office is answered: in the site's frame, never from a cache."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers


def page(
    request: HttpRequest, template: str, *, status: int = 200, **context: Any
) -> TemplateResponse:
    """Render `templates/backoffice/<template>` with what the frame shows."""
    frame = admin.site.each_context(request)
    response = TemplateResponse(
        request, f"backoffice/{template}", {**frame, **context}, status=status
    )
    add_never_cache_headers(response)
    return response
