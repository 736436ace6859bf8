"""Our webhook's statements for one event, as a script that a raw program can send for any other.

`python -m tests.bench.recording <number>` pays that order, the last one, in this process and with
the shop's environment, and prints JSON: whether inside the transaction, the SQL and its values, for
each statement. Whatever differs between two orders is written as a name in braces.
"""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import django


def main() -> None:
    django.setup()
    from django.db import connection
    from django.test import Client

    from tests.bench.events import fintoc_event, intent_id
    from tests.factories import signed_post

    number, statements = int(sys.argv[1]), []

    def keep(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        statements.append((connection.in_atomic_block, sql, values))
        return execute(sql, values, many, context)

    names = _names(number, intent_id(number))
    signed_post(Client(SERVER_NAME="localhost"), fintoc_event(0))  # the first fills caches
    with connection.execute_wrapper(keep):
        answer = signed_post(Client(SERVER_NAME="localhost"), fintoc_event(number))
    assert answer.status_code == 200, answer
    offsets = {name: value - number for value, name in names.items() if isinstance(value, int)}
    lines = [
        [is_inside, sql, [_written(value, names, str(number)) for value in values or ()]]
        for is_inside, sql, values in statements
    ]
    print(json.dumps({"offsets": offsets, "statements": lines}))


def _names(number: int, intent: str) -> Mapping[Any, str]:
    """The keys of this order's rows, each with its name."""
    from orders.models import Payment

    payment = Payment.objects.get(intent_id=intent)
    return {payment.pk: "payment", payment.order_id: "order"}


def _written(value: Any, names: Mapping[Any, str], number: str) -> Any:
    """A value as JSON can keep it, and as the raw program fills it in."""
    if isinstance(value, datetime):
        return {"kind": "now"}
    if isinstance(value, int) and value in names:
        return {"kind": "key", "of": names[value]}
    if hasattr(value, "obj"):  # JSON, for psycopg
        return {"kind": "text", "text": _template(json.dumps(value.obj), names, number)}
    if isinstance(value, str | UUID):
        return {"kind": "text", "text": _template(str(value), names, number)}
    if isinstance(value, list | tuple):
        return {"kind": "list", "items": [_written(item, names, number) for item in value]}
    return {"kind": "same", "value": value}


def _template(text: str, names: Mapping[Any, str], number: str) -> str:
    """The text with names where it says this order's numbers."""
    text = text.replace(number.zfill(8), "<n8>").replace(f"cliente{number}@", "cliente<n>@")
    for key, name in names.items():
        text = text.replace(f":{key}", f":<{name}>")
    return text


if __name__ == "__main__":
    main()
