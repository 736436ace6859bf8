"""Which tables a piece of work reads from end to end, as PostgreSQL plans its statements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def whole_reads() -> Iterator[list[tuple[str, str]]]:
    """Collect (table, statement) wherever a statement inside reads all of a table."""
    found: list[tuple[str, str]] = []

    def explain(
        execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any
    ) -> Any:
        if sql.lstrip().split(" ")[0] in ("SELECT", "UPDATE", "DELETE"):
            with context["connection"].connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", values)
                found.extend((table, sql) for table in _read_whole(cursor.fetchone()[0][0]["Plan"]))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(explain):
        yield found


def _read_whole(plan: dict[str, Any]) -> Iterator[str]:
    """Tables below a node that are read in their own order, or all of an index without a bound.

    What a LIMIT ends is no whole reading: the planner knows that it will stop soon.
    """
    if plan["Node Type"] == "Seq Scan":
        yield plan["Relation Name"]
    for below in plan.get("Plans", []):
        yield from _read_whole(below)


@contextmanager
def rows_touched() -> Iterator[list[float]]:
    """Collect how many rows each SELECT inside looks at, of all its tables together."""
    found: list[float] = []

    def explain(
        execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any
    ) -> Any:
        if sql.lstrip().startswith("SELECT"):
            with context["connection"].connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values)
                found.append(_touched(cursor.fetchone()[0][0]["Plan"]))
        return execute(sql, values, many, context)

    with connection.execute_wrapper(explain):
        yield found


def _touched(plan: dict[str, Any]) -> float:
    seen = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
    return seen * plan["Actual Loops"] + sum(map(_touched, plan.get("Plans", [])))
