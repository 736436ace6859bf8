"""So many orders in the shop's own database, each with its line, payment and timeline.

`python -m tests.bench.shop_rows <opened> <paid> <placed> <years>`, numbers, with the shop's
environment; `<years>` are orders that lie long behind. One order of each kind goes through the
shop's own doors; the others are copies of its rows with keys of their own, made by the database, so
that a new column needs nothing here.
"""

import sys
from typing import Any

import django
from django.core.management.color import no_style
from django.db import connection

KEYS = {  # what has to differ between two copies; `n` is the copy's number, from 0
    "orders_order": {
        "id": "{first_order} + n",
        "number": "'CL-' || {letter} || n",
        "token": "md5('token' || {letter} || n)",
        "purchase": "md5('purchase' || {letter} || n)",
        "email": "'cliente' || n || '@example.com'",
    },
    "orders_orderline": {"order_id": "{first_order} + n"},
    "orders_payment": {
        "id": "{first_payment} + n",
        "order_id": "{first_order} + n",
        "reference": "{reference}",
        "intent_id": "'pi_' || {prefix} || lpad(CAST(n AS text), 8, '0')",
    },
    "orders_orderevent": {"order_id": "{first_order} + n", "payment_id": "{payment}"},
    "orders_outbox": {
        "order_id": "{first_order} + n",
        "payment_id": "{first_payment} + n",
        "key": "kind || ':' || ({first_order} + n)",
    },
    "webhooks_webhookevent": {"event_id": "'evt_old_' || n"},
}
HEXADECIMAL = {"A": "a", "P": "b", "N": "c"}


def main() -> None:
    django.setup()
    opened, paid, placed, years = (int(number) for number in sys.argv[1:5])
    if years:
        from django.conf import settings

        from tests.bench.many_orders import fill

        fill(years, account=settings.FINTOC_ACCOUNT)
    add(opened=opened, paid=paid, placed=placed)


def add(*, opened: int, paid: int = 0, placed: int = 0) -> None:
    """More orders: to be paid by the events of the bench, paid, and without a payment."""
    if opened:
        _copies(_order("created"), opened, letter="A", prefix="n")
    if paid:
        _copies(_order("succeeded"), paid, letter="P", prefix="old_")
    if placed:
        _copies(_order(None), placed, letter="N", prefix="")


def _order(status: str | None) -> tuple[Any, Any]:
    """One order that was placed as any other, with its payment, if it has one."""
    from django.test import Client

    from tests import factories

    mug = factories.product(slug=f"taza-{status}", price=2476, stock=10_000_000)
    order = factories.order(products=[mug])
    if status is None:
        return order, None
    payment = factories.payment(order)
    if status == "succeeded":
        factories.signed_post(Client(SERVER_NAME="localhost"), factories.paid_event(payment))
        payment.refresh_from_db()
    return order, payment


def _copies(rows: tuple[Any, Any], number: int, *, letter: str, prefix: str) -> None:
    order, payment = rows
    is_postgresql = connection.vendor == "postgresql"
    reference = f"'{HEXADECIMAL[letter]}' || lpad(CAST(n AS text), 31, '0')"
    facts = {
        "letter": f"'{letter}'",
        "prefix": f"'{prefix}'",
        "reference": f"CAST({reference} AS uuid)" if is_postgresql else reference,
    }
    with connection.cursor() as cursor:
        for table in ("orders_order", "orders_payment"):
            cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")
            facts[f"first_{table.removeprefix('orders_')}"] = cursor.fetchone()[0]
        further = f"{facts['first_payment']} + n"
        facts["payment"] = f"CASE WHEN payment_id IS NOT NULL THEN {further} END"
        if is_postgresql:
            cursor.execute("SET statement_timeout = 0")
        for table, keys in KEYS.items():
            _copy(cursor, table, _template(table, order, payment), keys, facts, number)
        for statement in connection.ops.sequence_reset_sql(no_style(), [type(order), _payments()]):
            cursor.execute(statement)
        cursor.execute("ANALYZE")


def _payments() -> type[Any]:
    from orders.models import Payment

    return Payment


def _template(table: str, order: Any, payment: Any) -> str:
    """Which rows are copied."""
    told = f"payload->'data'->>'id' = '{payment.intent_id}'" if payment else "1 = 0"
    return {
        "orders_order": f"id = {order.pk}",
        "orders_payment": f"id = {payment.pk}" if payment else "1 = 0",
        "webhooks_webhookevent": told,
    }.get(table, f"order_id = {order.pk}")


def _copy(
    cursor: Any,
    table: str,
    template: str,
    keys: dict[str, str],
    facts: dict[str, object],
    number: int,
) -> None:
    described = connection.introspection.get_table_description(cursor, table)
    columns = [column.name for column in described if column.name != "id" or "id" in keys]
    values = [keys[column].format(**facts) if column in keys else column for column in columns]
    cursor.execute(
        "WITH RECURSIVE numbers(n) AS"
        f" (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < {number - 1})"
        f" INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"
        f" FROM {table} CROSS JOIN numbers WHERE {template}"
    )


if __name__ == "__main__":
    main()
