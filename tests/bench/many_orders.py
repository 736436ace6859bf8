"""A shop that has sold for years, made in seconds: each table is filled by one statement.

One order every few minutes, the newest one now: a shop with more orders is an older one. Nine of
ten are paid and delivered. What waits for somebody is the same handful whatever the number, as in a
shop that does its work.
"""

from collections.abc import Mapping
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models
from django.utils import timezone

from catalog.models import Product
from orders.models import Alert, Order, OrderEvent, OrderLine, Outbox, Payment, Refund
from webhooks.models import WebhookEvent

PAID = "{n} % 10 <> 3"
ENDS = "CASE {n} % 30 WHEN 3 THEN 'failed' WHEN 13 THEN 'created' ELSE 'canceled' END"
ODD = 5  # orders of each kind that somebody has to look at, the newest ones


class Dialect:
    """What PostgreSQL and SQLite write differently. `n` is an SQL expression, a whole number."""

    is_postgresql = connection.vendor == "postgresql"
    patience = "SET statement_timeout = 0" if is_postgresql else "PRAGMA cache_size = -500000"
    # Those that no constraint needs, each with what makes it again.
    indexes = (
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        if is_postgresql
        else "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    )

    def hexadecimal(self, n: str, digits: int) -> str:
        """A number as it looks at random, always the same for the same `n`."""
        mixed = f"(({n}) * 2654435761 % 4294967296)"
        if self.is_postgresql:
            return f"lpad(to_hex({mixed}), {digits}, '0')"
        return f"printf('%0{digits}x', {mixed})"

    def moment(self, minutes_ago: str) -> str:
        """A time so many minutes ago."""
        now = int(timezone.now().timestamp())
        if self.is_postgresql:
            return f"to_timestamp({now} - ({minutes_ago}) * 60)"
        return f"strftime('%Y-%m-%d %H:%M:%f', {now} - ({minutes_ago}) * 60, 'unixepoch')"

    def uuid(self, n: str) -> str:
        """A UUID of its own for each `n`."""
        text = f"{self.hexadecimal('0', 24)} || {self.hexadecimal_of(n)}"
        return f"CAST({text} AS uuid)" if self.is_postgresql else text

    def hexadecimal_of(self, n: str) -> str:
        return f"lpad(to_hex({n}), 8, '0')" if self.is_postgresql else f"printf('%08x', {n})"


def fill(number: int, *, account: str, minutes: int = 5) -> None:
    """Have `number` orders with all that belongs to them, and no others: one every `minutes`."""
    dialect = Dialect()
    product = Product.objects.first() or Product.stock_shelf(
        slug="taza", name_es="Taza", name_en="Mug", price=12_990, currency="CLP", stock=9, image=""
    )
    rows = tables(dialect, number, account, product.pk, minutes)
    with connection.cursor() as cursor:
        cursor.execute(dialect.patience)
        for model, _condition, _columns in reversed(rows):
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
        cursor.execute(dialect.indexes)
        indexes = cursor.fetchall()
        for name, _definition in indexes:  # building one takes less than adding to it
            cursor.execute(f'DROP INDEX "{name}"')
        for model, condition, columns in rows:
            cursor.execute(_insertion(model, columns, condition, number))
        for _name, definition in indexes:
            cursor.execute(definition)
        models_filled = [model for model, _condition, _columns in rows]
        for statement in connection.ops.sequence_reset_sql(no_style(), models_filled):
            cursor.execute(statement)  # the keys were given, so further ones go on behind them
        cursor.execute("ANALYZE")


def tables(
    dialect: Dialect, number: int, account: str, product: int, minutes: int
) -> list[tuple[type[models.Model], str, Mapping[str, str]]]:
    """(model, which n have a row, column -> SQL expression of n), in the order of their keys."""
    age = f"({number} - {{n}}) * {minutes}"
    at = dialect.moment(age)
    code = f"upper({dialect.hexadecimal('{n}', 8)})"
    is_new = f"{{n}} > {number} - 40"
    paid_status = f"CASE WHEN {PAID} THEN 'succeeded' ELSE {ENDS} END"
    common = {"account": f"'{account}'", "created_at": at, "currency": "'CLP'"}
    amount = "1000 + {n} * 7919 % 90000"
    order = {
        **common,
        "id": "{n}",
        "number": f"'CL-' || substr({code}, 1, 4) || '-' || substr({code}, 5, 4)",
        "token": dialect.hexadecimal_of("{n}"),
        "purchase": dialect.hexadecimal_of("{n}"),
        "amount": amount,
        "tax_percent": "19",
        "language": "'es'",
        "terms_accepted_at": at,
        "changed_at": at,
        "email": f"'c' || {dialect.hexadecimal('{n}', 8)} || '@example.com'",
        "name": f"'Nombre ' || {dialect.hexadecimal('{n} + 7', 8)}",
        "held_until": f"CASE WHEN {PAID} THEN {at} END",
        "status": paid_status,
        "fulfillment": f"CASE WHEN {PAID} AND NOT ({is_new}) THEN 'delivered' "
        "ELSE 'unfulfilled' END",
    }
    payment = {
        **common,
        "id": "{n}",
        "order_id": "{n}",
        "reference": dialect.uuid("{n}"),
        "amount": amount,
        "reported_amount": amount,
        "reported_currency": "'CLP'",
        "reported_account": f"'{account}'",
        "usable_until": at,
        "intent_id": f"'pi_' || {dialect.hexadecimal('{n}', 8)}",
        "status": f"CASE WHEN {PAID} THEN 'succeeded' WHEN {{n}} > {number} - 100 THEN 'pending' "
        "ELSE 'failed' END",
        "fulfilled_at": f"CASE WHEN {PAID} THEN {at} END",
        "bank_operation": "CAST(10000000 + {n} AS text)",
    }
    event = {"order_id": "{n}", "cause": "'worker'", "created_at": at, "kind": "'status'"}
    refund = {
        **common,
        "payment_id": "{n}",
        "reference": dialect.uuid("{n}"),
        "idempotency_key": dialect.uuid("{n}"),
        "key_made_at": at,
        "amount": "1",
        "refund_id": f"'re_' || {dialect.hexadecimal('{n}', 8)}",
        "status": f"CASE WHEN {{n}} > {number} - 200 THEN 'in_progress' ELSE 'succeeded' END",
        "requested_by": "'owner'",
    }
    webhook = {
        "id": "{n}",
        "event_id": f"'evt_' || {dialect.hexadecimal('{n}', 8)}",
        "type": f"CASE WHEN {PAID} THEN 'payment_intent.succeeded' "
        "ELSE 'payment_intent.failed' END",
        "account": f"'{account}'",
        "sha256": dialect.hexadecimal("{n}", 8),
        "outcome": f"CASE WHEN {{n}} > {number} - {ODD} THEN 'failed' ELSE 'applied' END",
        "received_at": at,
        "processed_at": at,
    }
    alert = {
        "kind": "'request'",
        "subject": dialect.hexadecimal_of("{n}"),
        "order_id": "{n}",
        "created_at": at,
        "resolved_at": f"CASE WHEN {{n}} <= {number} - 200 THEN {at} END",
    }
    outbox = {
        "key": "'E1:' || CAST({n} AS text)",
        "kind": "'E1'",
        "account": f"'{account}'",
        "order_id": "{n}",
        "created_at": at,
        "sent_at": at,
    }
    line = {"order_id": "{n}", "product_id": str(product), "quantity": "1", "unit_amount": amount}
    return [
        (Order, "1 = 1", order),
        (OrderLine, "1 = 1", line),
        (Payment, "1 = 1", payment),
        (OrderEvent, "1 = 1", {**event, "value": "'created'"}),
        (OrderEvent, "1 = 1", {**event, "value": paid_status}),
        (Refund, "{n} % 50 = 0", refund),
        (Alert, "{n} % 50 = 1", alert),
        (Outbox, PAID, outbox),
        (WebhookEvent, "1 = 1", webhook),
    ]


def _insertion(
    model: type[models.Model], columns: Mapping[str, str], condition: str, number: int
) -> str:
    """One row of `model` for each n up to `number` that meets the condition."""
    fields = [field for field in model._meta.concrete_fields if _is_given(field, columns)]
    names = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(columns.get(field.column) or _empty(field) for field in fields)
    if connection.vendor == "postgresql":
        numbers = f"SELECT generate_series(1::bigint, {number})"
    else:
        numbers = f"SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {number}"
    select = f"SELECT {values} FROM numbers WHERE {condition}".replace("{n}", "n")
    into = f'INSERT INTO "{model._meta.db_table}" ({names})'
    return f"WITH RECURSIVE numbers(n) AS ({numbers}) {into} {select}"


def _is_given(field: Any, columns: Mapping[str, str]) -> bool:
    """Whether a column needs a value: its own, or what an empty one holds."""
    return field.column in columns or not (field.primary_key or field.null)


def _empty(field: Any) -> str:
    if isinstance(field, models.BooleanField):
        return "FALSE"
    default = field.default if field.has_default() and not callable(field.default) else ""
    if isinstance(field, models.IntegerField):
        return str(default or 0)
    return f"'{default}'"
