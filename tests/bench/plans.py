"""Which tables a piece of work reads from end to end, as PostgreSQL plans its statements."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.db import connection


def whole_reads() -> AbstractContextManager[list[tuple[str, str]]]:
    """Collect (table, statement) wherever a statement inside reads all of a table."""
    kinds = ("SELECT", "UPDATE", "DELETE")
    return _explained("", kinds, lambda plan, sql: [(table, sql) for table in _read_whole(plan)])


def rows_touched() -> AbstractContextManager[list[float]]:
    """Collect how many rows each SELECT inside looks at, of all its tables together."""
    return _explained("ANALYZE, ", ("SELECT",), lambda plan, _sql: [_touched(plan)])


@contextmanager
def _explained(
    options: str, kinds: tuple[str, ...], read: Callable[[dict[str, Any], str], list[Any]]
) -> Iterator[list[Any]]:
    """Collect what `read` makes of the plan of each statement of these kinds."""
    found: list[Any] = []

    def explain(
        execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any
    ) -> Any:
        if sql.lstrip().startswith(kinds):
            with context["connection"].connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN ({options}FORMAT JSON) {sql}", values)
                found.extend(read(cursor.fetchone()[0][0]["Plan"], sql))
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


def _touched(plan: dict[str, Any]) -> float:
    seen = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
    return seen * plan["Actual Loops"] + sum(map(_touched, plan.get("Plans", [])))
