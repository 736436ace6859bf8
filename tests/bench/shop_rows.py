"""So many orders in the shop's own database, each with its line, payment and timeline.

`python -m tests.bench.shop_rows <opened> <paid> <placed>`, numbers, with the shop's environment.
One order of each kind goes through the shop's own doors; the others are copies of its rows with
keys of their own, made by the database, so that a new column needs nothing here.
"""

import sys

import django

KEYS = {  # what has to differ between two copies; `n` is the copy's number, from 0
    "orders_order": {
        "id": "{first_order} + n",
        "number": "'CL-' || {letter} || n",
        "token": "md5('token' || {letter} || n)",
        "purchase": "md5('purchase' || {letter} || n)",
        "email": "'cliente' || n || '@example.com'",
        "created_at": "created_at - n * interval '1 second'",
    },
    "orders_orderline": {"order_id": "{first_order} + n"},
    "orders_payment": {
        "id": "{first_payment} + n",
        "order_id": "{first_order} + n",
        "reference": "md5('payment' || {letter} || n)::uuid",
        "intent_id": "'pi_' || {prefix} || lpad(n::text, 8, '0')",
    },
    "orders_orderevent": {"order_id": "{first_order} + n", "payment_id": "{payment}"},
    "orders_outbox": {
        "order_id": "{first_order} + n",
        "payment_id": "{first_payment} + n",
        "key": "kind || ':' || {first_order} + n",
    },
    "webhooks_webhookevent": {"event_id": "'evt_old_' || n"},
}


def main() -> None:
    django.setup()
    opened, paid, placed = (int(number) for number in sys.argv[1:4])
    if opened:
        _copies(_order("created"), opened, letter="A", prefix="")
    if paid:
        _copies(_order("succeeded"), paid, letter="P", prefix="old_")
    if placed:
        _copies(_order(None), placed, letter="N", prefix="")


def _order(status):
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


def _copies(rows, number, *, letter, prefix):
    from django.db import connection

    order, payment = rows

    facts = {"letter": f"'{letter}'", "prefix": f"'{prefix}'"}
    with connection.cursor() as cursor:
        for table in ("orders_order", "orders_payment"):
            cursor.execute(f"SELECT coalesce(max(id), 0) + 1 FROM {table}")
            facts[f"first_{table.removeprefix('orders_')}"] = cursor.fetchone()[0]
        further = f"{facts['first_payment']} + n"
        facts["payment"] = f"CASE WHEN payment_id IS NOT NULL THEN {further} END"
        cursor.execute("SET statement_timeout = 0")
        for table, keys in KEYS.items():
            _copy(cursor, table, _template(table, order, payment), keys, facts, number)
        cursor.execute("ANALYZE")


def _template(table, order, payment):
    """Which rows are copied."""
    told = f"payload->'data'->>'id' = '{payment.intent_id}'" if payment else "false"
    return {
        "orders_order": f"id = {order.pk}",
        "orders_payment": f"id = {payment.pk}" if payment else "false",
        "webhooks_webhookevent": told,
    }.get(table, f"order_id = {order.pk}")


def _copy(cursor, table, template, keys, facts, number):
    cursor.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table]
    )
    columns = [column for (column,) in cursor.fetchall() if column != "id" or "id" in keys]
    values = [keys[column].format(**facts) if column in keys else column for column in columns]
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"
        f" FROM {table} CROSS JOIN generate_series(0, {number - 1}) n WHERE {template}"
    )
    if "id" in keys:
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
        )


if __name__ == "__main__":
    main()
