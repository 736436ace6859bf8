"""How a worker takes rows that are due: the claim is the lease."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import F, Model, QuerySet

Row = TypeVar("Row", bound=Model)


def still_ours(row: Model, *, lease: timedelta, now: datetime) -> bool:
    """Renew a claimed row's lease just before its work; False if another worker has it by now.

    The rows of a batch are worked on one after the other, so the last of them may have waited. Only
    here is a beginning counted: a worker that died of the first has not begun those behind it.
    """
    rows = type(row)._default_manager.filter(pk=row.pk, due_at=row.due_at)  # type: ignore[attr-defined]
    row.due_at = now + lease  # type: ignore[attr-defined]
    row.attempts += 1  # type: ignore[attr-defined]
    return rows.update(due_at=row.due_at, attempts=F("attempts") + 1) == 1  # type: ignore[attr-defined]


def give_back(rows: Sequence[Model], *, now: datetime) -> None:
    """Let claimed rows that were not begun be taken again at once, by whichever worker."""
    for row in rows:
        mine = type(row)._default_manager.filter(pk=row.pk, due_at=row.due_at)  # type: ignore[attr-defined]
        mine.update(due_at=now)


def claim(queryset: QuerySet[Row], *, limit: int, lease: timedelta, now: datetime) -> list[Row]:
    """Take up to `limit` rows whose `due_at` has come, by moving it on by `lease`.

    A worker that dies gives its rows back by doing nothing. Two workers never take the same row:
    on PostgreSQL they skip each other's, on SQLite they wait their turn. The lease has to be longer
    than the work, or the work is done twice.
    """
    due = queryset.filter(due_at__lte=now)
    if not due.exists():  # a plain read first: idling takes no write lock
        return []
    with transaction.atomic():
        skips = connection.features.has_select_for_update_skip_locked
        locked = due.select_for_update(skip_locked=skips, of=("self",) if skips else ())
        rows = list(locked.order_by("due_at")[:limit])
        taken = queryset.model._default_manager.filter(pk__in=[row.pk for row in rows])
        taken.update(due_at=now + lease)
    for row in rows:
        row.refresh_from_db(fields=["due_at", "attempts"])
    return rows
