"""How much a database does for a page, counted instead of timed: the same on a busy machine.

PostgreSQL tells which blocks a statement touched, SQLite which instructions its machine ran. A
statement that reads a whole table does a hundred times as much when the table has a hundred times
the rows, whatever else the machine has to do.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

STEP = 10  # of SQLite's instructions; counting each one would take longer than they do


@dataclass
class Work:
    """What one page took: each of its statements with its blocks, or instructions."""

    statements: list[tuple[int, str]] = field(default_factory=list)

    @property
    def units(self) -> int:
        return sum(units for units, _sql in self.statements)


@contextmanager
def counted() -> Iterator[Work]:
    """Count what every statement inside makes the database do."""
    work = Work()
    count = _count_blocks if connection.vendor == "postgresql" else _count_instructions

    def wrapper(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        return count(work, execute, sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        yield work


def _count_blocks(
    work: Work, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    if sql.lstrip().upper().startswith("SELECT"):
        explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}"
        with context["connection"].connection.cursor() as cursor:
            cursor.execute(explain, params)
            (plan,) = cursor.fetchone()[0]
        root = plan["Plan"]
        blocks = root["Shared Hit Blocks"] + root["Shared Read Blocks"]
        work.statements.append((blocks, sql))
    return execute(sql, params, many, context)


def _count_instructions(
    work: Work, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    """SQLite's instructions run while rows are fetched, too: they go to the statement before."""
    work.statements.append((0, sql))

    def step() -> None:
        units, last = work.statements[-1]
        work.statements[-1] = (units + STEP, last)

    context["connection"].connection.set_progress_handler(step, STEP)
    return execute(sql, params, many, context)
