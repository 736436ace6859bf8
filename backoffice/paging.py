"""Pages by key: each begins after the last row shown, so page 40,000 costs what page 1 does.

Nobody counts a million rows either: the table's own estimate is close enough to be shown.
"""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Max, Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)
PAGE = 25
COUNTED = 1000  # rows, exactly


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """One page, newest first. `newer` and `older` are the links' query strings; "": no more."""

    rows: list[Row]
    newer: str = ""
    older: str = ""


def paged(queryset: QuerySet[Row], request: HttpRequest, *, size: int = PAGE) -> Paged[Row]:
    """The page of `queryset` that the request's `before` or `after` names."""
    before, after = _key(request, "before"), _key(request, "after")
    if after is not None:
        found = list(queryset.filter(pk__gt=after).order_by("pk")[: size + 1])
        rows, has_newer, has_older = found[:size][::-1], len(found) > size, True
    else:
        bounded = queryset if before is None else queryset.filter(pk__lt=before)
        found = list(bounded.order_by("-pk")[: size + 1])
        rows, has_newer, has_older = found[:size], before is not None, len(found) > size
    if not rows:
        return _past_the_end(request, before=before, after=after)
    newer = _link(request, "after", rows[0].pk) if has_newer else ""
    older = _link(request, "before", rows[-1].pk) if has_older else ""
    return Paged(rows, newer, older)


def _past_the_end(request: HttpRequest, *, before: int | None, after: int | None) -> Paged[Any]:
    """A page without rows: what links there are lead back to the first page."""
    first = _query(request)
    return Paged([], newer="" if before is None else first, older="" if after is None else first)


@dataclass(frozen=True)
class HowMany:
    """How many rows there are, exactly or about."""

    number: int
    is_estimate: bool


def about_how_many(model: type[Model]) -> HowMany:
    """How many rows a table has: counted while they are few, estimated when they are many.

    PostgreSQL keeps an estimate; SQLite's newest key is one, for nothing is ever deleted.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = model._meta.db_table
            cursor.execute(
                "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table]
            )
            (estimate,) = cursor.fetchone()
    else:
        estimate = model._default_manager.aggregate(newest=Max("pk"))["newest"] or 0
    if estimate > COUNTED:
        return HowMany(int(estimate), is_estimate=True)
    return HowMany(int(model._default_manager.count()), is_estimate=False)


def _key(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def _link(request: HttpRequest, name: str, key: Any) -> str:
    return _query(request, **{name: str(key)})


def _query(request: HttpRequest, **place: str) -> str:
    query = request.GET.copy()
    for name in ("before", "after"):
        query.pop(name, None)
    query.update(place)
    return f"?{query.urlencode()}"
