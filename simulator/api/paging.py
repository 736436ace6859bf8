"""Pages of a list: a bare array, and where the other pages are in the `Link` header.

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


def numbered_pages(
    request: HttpRequest, rows: QuerySet[Row], *, as_json: Callable[[Row], dict[str, Any]]
) -> JsonResponse:
    """The page asked for with `page` and `per_page`, as /v1 has it. Raises ApiError."""
    page = _positive(request, "page", default=1)
    per_page = _page_size(request, "per_page")
    total = rows.count()
    last = max(1, -(-total // per_page))
    found = rows[(page - 1) * per_page : page * per_page] if page <= last else []
    response = JsonResponse([as_json(row) for row in found], safe=False)
    response["Link"] = _numbered_links(request, page=page, last=last)
    response["X-Total-Count"] = str(total)
    return response


def cursor_pages(
    request: HttpRequest, rows: QuerySet[Row], *, as_json: Callable[[Row], dict[str, Any]]
) -> JsonResponse:
    """What follows `starting_after`, as /v2 has it: only a next page is told. Raises ApiError.

    Guess: the size of a page is `limit`, as in Fintoc's command line.
    """
    limit = _page_size(request, "limit")
    after = request.GET.get("starting_after")
    if after:
        rows = rows.filter(pk__lt=_cursor(rows.model, after))
    found = list(rows[: limit + 1])
    shown = [as_json(row) for row in found[:limit]]
    response = JsonResponse(shown, safe=False)
    has_more = len(found) > limit
    response["Link"] = _link(request, "next", starting_after=shown[-1]["id"]) if has_more else ""
    return response


def _cursor(model: type[Row], fintoc_id: str) -> int:
    """Rows are shown newest first, so that what follows has a smaller key."""
    row = model._default_manager.filter(fintoc_id=fintoc_id).first()
    if row is None:
        message = "starting_after is the id of nothing in this list."
        raise ApiError("missing_cursor", message, param="starting_after")
    return int(row.pk)


def _page_size(request: HttpRequest, name: str) -> int:
    return min(_positive(request, name, default=PER_PAGE), MOST_PER_PAGE)


def _positive(request: HttpRequest, name: str, *, default: int) -> int:
    text = request.GET.get(name, str(default))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0):
        message = f"{name} must be a whole number above 0."
        raise ApiError("invalid_positive_integer", message, param=name)
    return int(text)


def _numbered_links(request: HttpRequest, *, page: int, last: int) -> str:
    pages = {"first": 1}
    if page > 1:
        pages["prev"] = min(page - 1, last)
    if page < last:
        pages["next"] = page + 1
    pages["last"] = last
    return ", ".join(_link(request, rel, page=str(number)) for rel, number in pages.items())


def _link(request: HttpRequest, rel: str, **parameters: str) -> str:
    """An absolute address on this origin that keeps the filters."""
    query = request.GET.copy()
    for name, value in parameters.items():
        query[name] = value
    address = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
    return f'<{address}>; rel="{rel}"'
