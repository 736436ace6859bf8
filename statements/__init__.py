"""Statements: SQL that is composed from a model once, and then only carried out.

Django composes a statement anew each time, which takes a webhook several times as long as all the
rest. Those here stay the same for every row, so PostgreSQL keeps them prepared, too. Each value
goes through its field, both ways: any database reads and writes what Django's own statements do.
They send no signals. Nothing but names from the models and from our own code is in their text.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import DatabaseError, connection, models

Row = TypeVar("Row", bound=models.Model)
# A str or an int is what both databases take: asking the field would only cost time.
AS_IT_IS = (models.CharField, models.TextField, models.IntegerField, models.ForeignKey)

NOTHING: Mapping[str, str] = {}


def select(
    model: type[Row],
    where: str,
    *values: Any,
    lock: bool = False,
    computed: Mapping[str, str] = NOTHING,
) -> list[Row]:
    """The rows that `where` leaves, which may also order them; locked until the transaction ends
    where the database locks rows. Each gets an attribute for what else is `computed` by SQL, whose
    values come first."""
    end = "FOR UPDATE" if lock and connection.features.has_select_for_update else ""
    sql = _select(model, where, end, tuple(computed.values()))
    rows = []
    for found in _fetched(sql, values):
        row, others = _row(model, found)
        vars(row).update(zip(computed, others, strict=True))
        rows.append(row)
    return rows


def first(
    model: type[Row],
    where: str,
    *values: Any,
    lock: bool = False,
    computed: Mapping[str, str] = NOTHING,
) -> Row | None:
    """The first of them, or None."""
    return next(iter(select(model, where, *values, lock=lock, computed=computed)), None)


def get(model: type[Row], key: int, *, lock: bool = False) -> Row:
    """The row with this key. Raises the model's DoesNotExist."""
    found = first(model, "WHERE id = %s", key, lock=lock)
    if found is None:
        raise model.DoesNotExist(f"{model.__name__} {key} is gone")  # type: ignore[attr-defined]
    return found


def exists(model: type[models.Model], where: str, *values: Any) -> bool:
    """Whether `where` leaves any row."""
    sql = f'SELECT 1 FROM "{model._meta.db_table}" {where} LIMIT 1'  # noqa: S608
    return bool(_fetched(sql, values))


def select_with(model: type[Row], related: str, where: str, *values: Any) -> list[Row]:
    """The same, each with the row that its foreign key `related` leads to."""
    field: Any = model._meta.get_field(related)
    rows = []
    for found in _fetched(_select_with(model, related, where), values):
        row, others = _row(model, found)
        setattr(row, related, _row(field.related_model, others)[0])
        rows.append(row)
    return rows


def insert(rows: Sequence[Row], *, on_conflict: str = "", moments: Sequence[datetime] = ()) -> None:
    """Store new rows, all at once. Their keys are not read back. `moments` are the values that
    `on_conflict` names."""
    model = type(rows[0])
    values = [_written(row, field) for row in rows for field in _columns(model)]
    values += [connection.ops.adapt_datetimefield_value(moment) for moment in moments]
    with connection.cursor() as cursor:
        cursor.execute(_insert(model, len(rows), on_conflict), values)


def update(row: models.Model, *names: str) -> None:
    """Store these columns of a row. Raises DatabaseError if the row is gone."""
    sql, fields = _update(type(row), names)
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(_written(row, field) for field in fields), row.pk])
        if not cursor.rowcount:
            raise DatabaseError(f"{row} is gone")


def update_changed(row: models.Model, *, since: Mapping[str, Any]) -> None:
    """Store what differs from `since`, a copy of the row's `vars()`; nothing if nothing does."""
    columns = [field.attname for field in _columns(type(row))]
    changed = [name for name in columns if getattr(row, name) != since[name]]
    if changed:
        update(row, *changed)


def stored_uuid(value: UUID) -> UUID | str:
    """What a row keeps for it, to be looked for."""
    return value if connection.features.has_native_uuid_field else value.hex


def _fetched(sql: str, values: Sequence[Any]) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[Sequence[Any]] = cursor.fetchall()
        return found


def _row(model: type[Row], found: Sequence[Any]) -> tuple[Row, Sequence[Any]]:
    """A row made of the first columns found, and the columns that are left."""
    names, readers = _reading(model, connection.vendor)
    own = _read(found[: len(names)], readers)
    return model.from_db(connection.alias, names, own), found[len(names) :]


@cache
def _select(model: type[models.Model], where: str, lock: str, computed: tuple[str, ...]) -> str:
    columns = ", ".join([_listed(model._meta.concrete_fields), *computed])
    return f'SELECT {columns} FROM "{model._meta.db_table}" {where} {lock}'  # noqa: S608


@cache
def _select_with(model: type[models.Model], related: str, where: str) -> str:
    field: Any = model._meta.get_field(related)
    own, other = model._meta, field.related_model._meta
    columns = ", ".join(
        f'"{meta.db_table}"."{each.column}"'
        for meta in (own, other)
        for each in meta.concrete_fields
    )
    on = f'"{other.db_table}"."{other.pk.column}" = "{own.db_table}"."{field.column}"'
    tables = f'"{own.db_table}" JOIN "{other.db_table}" ON {on}'
    return f"SELECT {columns} FROM {tables} {where}"  # noqa: S608


@cache
def _insert(model: type[models.Model], number: int, on_conflict: str) -> str:
    columns = _columns(model)
    row = f"({', '.join(['%s'] * len(columns))})"
    into = f'INSERT INTO "{model._meta.db_table}" ({_listed(columns)})'
    return f"{into} VALUES {', '.join([row] * number)} {on_conflict}"


@cache
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, list[Any]]:
    fields = [field for field in _columns(model) if field.attname in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    table, key = model._meta.db_table, model._meta.pk.column
    return f'UPDATE "{table}" SET {columns} WHERE "{key}" = %s', fields  # noqa: S608


@cache
def _columns(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def _written(row: models.Model, field: Any) -> Any:
    value = getattr(row, field.attname)
    if value is None or isinstance(field, AS_IT_IS):
        return value
    return field.get_db_prep_save(value, connection)


def _listed(fields: Sequence[Any]) -> str:
    return ", ".join(f'"{field.column}"' for field in fields)


@cache
def _reading(
    model: type[models.Model], _vendor: str
) -> tuple[list[str], list[tuple[int, Any, list[Callable[..., Any]]]]]:
    """The names of the columns, and what some values go through: position, expression, readers."""
    fields = model._meta.concrete_fields
    readers = []
    for place, field in enumerate(fields):
        column = field.get_col(model._meta.db_table)
        converters = connection.ops.get_db_converters(column) + field.get_db_converters(connection)
        if converters:
            readers.append((place, column, converters))
    return [field.attname for field in fields], readers


def _read(
    row: Sequence[Any], readers: Sequence[tuple[int, Any, list[Callable[..., Any]]]]
) -> Sequence[Any]:
    values = list(row)
    for place, column, converters in readers:
        for convert in converters:
            values[place] = convert(values[place], column, connection)
    return values
