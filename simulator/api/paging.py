"""Pages of a v1 list: a bare array, and where the other pages are in the `Link` header.

Fintoc docs: /api/fintoc-api/pagination.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, JsonResponse

from simulator.api.errors import ApiError

PER_PAGE = 30
MOST_PER_PAGE = 300  # Guess: Fintoc names no limit; more than this gives this.

Row = TypeVar("Row", bound=Model)


def paged(
    request: HttpRequest, rows: QuerySet[Row], *, as_json: Callable[[Row], dict[str, Any]]
) -> JsonResponse:
    """The page asked for with `page` and `per_page`. Raises ApiError."""
    page = _positive(request, "page", default=1)
    per_page = min(_positive(request, "per_page", default=PER_PAGE), MOST_PER_PAGE)
    total = rows.count()
    last = max(1, -(-total // per_page))
    found = rows[(page - 1) * per_page : page * per_page] if page <= last else []
    response = JsonResponse([as_json(row) for row in found], safe=False)
    response["Link"] = _links(request, page=page, last=last)
    response["X-Total-Count"] = str(total)
    return response


def _positive(request: HttpRequest, name: str, *, default: int) -> int:
    text = request.GET.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        message = f"{name} must be a whole number above 0."
        raise ApiError("invalid_positive_integer", message, param=name)
    return int(text)


def _links(request: HttpRequest, *, page: int, last: int) -> str:
    """Absolute addresses on this origin that keep the filters."""
    pages = {"first": 1}
    if page > 1:
        pages["prev"] = min(page - 1, last)
    if page < last:
        pages["next"] = page + 1
    pages["last"] = last
    return ", ".join(f'<{_address(request, number)}>; rel="{rel}"' for rel, number in pages.items())


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
