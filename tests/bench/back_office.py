"""What the back office's pages cost in a shop of 10,000 orders and in one of 1,000,000.

`python -m tests.bench.back_office` prints a line per page: statements, the database's work (see
`work.py`), how both grow, and times. It ends with 1 if the work of any page grows.
`tests/with_postgresql.sh .venv/bin/python -m tests.bench.back_office` does the same on PostgreSQL.
`--orders 10000 100000` measures other sizes, `--explain` prints the costliest statement of each.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

import django

FLAT = 1.5  # times the work, at most; a page that reads a table does a hundred times as much
SLACK = 400  # units more are no growth: `look_ups` tries so many rows before it walks
ROUNDS = 7


@dataclass(frozen=True)
class Cost:
    """Of one page: its statements, the database's work, milliseconds, its costliest statement."""

    statements: int
    work: int
    milliseconds: tuple[float, float]
    costliest: str


def pages(number: int) -> Mapping[str, str]:
    """What is measured, by name. The order in the middle is one that nothing is special about."""
    from orders.models import Order

    middle = Order.objects.get(pk=number // 2 // 50 * 50)
    address = "/admin/orders/order/"
    hexadecimal = middle.name.split()[1]
    return {
        "home": "/admin/",
        "list": address,
        "list, last page": f"{address}?after=0",
        "list, page in the middle": f"{address}?before={middle.pk}",
        "list, failed": f"{address}?status=failed",
        "list, to prepare": f"{address}?fulfillment=prepare",
        "list, unfulfilled": f"{address}?fulfillment=unfulfilled",
        "list, with an alert": f"{address}?alert=any",
        "list, without an alert": f"{address}?alert=none",
        "list, of one day": f"{address}?since={middle.created_at:%Y-%m-%d}"
        f"&until={middle.created_at:%Y-%m-%d}",
        "list, since a day": f"{address}?since={middle.created_at:%Y-%m-%d}",
        "list, until a day": f"{address}?until={middle.created_at:%Y-%m-%d}",
        "list, of one amount": f"{address}?least={middle.amount}&most={middle.amount}",
        "list, from an amount on": f"{address}?least=2000",
        "list, no such amount": f"{address}?least=99999999",
        "search, number": f"{address}?q={middle.number}",
        "search, half a number": f"{address}?q={middle.number[:10]}",
        "search, no such number": f"{address}?q=CL-ZZZZ",
        "search, mail": f"{address}?q={middle.email}",
        "search, mail's beginning": f"{address}?q={middle.email[:9]}@",
        "search, no such mail": f"{address}?q=nadie@",
        "search, name": f"{address}?q=Nombre {hexadecimal}",
        "search, part of a name": f"{address}?q={hexadecimal[1:]}",
        "search, no such name": f"{address}?q=zzzyyy",
        "search, everybody's name": f"{address}?q=nombre",
        "search, Fintoc's id": f"{address}?q={middle.payments.get().intent_id}",
        "search, refund": f"{address}?q={middle.payments.get().refunds.get().refund_id}",
        "search, bank operation": f"{address}?q={middle.payments.get().bank_operation}",
        "order": f"{address}{middle.pk}/change/",
        "alerts": "/admin/orders/alert/",
        "refunds": "/admin/orders/refund/",
        "refunds, open": "/admin/orders/refund/?open=1",
        "webhook log": "/admin/webhooks/webhookevent/",
        "webhook log, failed": "/admin/webhooks/webhookevent/?outcome=failed",
        "webhook log, a type": "/admin/webhooks/webhookevent/?type=refund.failed",
    }


def measure(number: int, *, rounds: int = ROUNDS, minutes: int = 5) -> dict[str, Cost]:
    """Fill the shop with an order every so many minutes and ask for each page as its owner."""
    from django.conf import settings
    from django.contrib.auth.models import Group, User
    from django.test import Client

    from tests.bench.many_orders import fill

    fill(number, account=settings.FINTOC_ACCOUNT, minutes=minutes)
    owner, _is_new = User.objects.get_or_create(username="owner", is_staff=True)
    owner.groups.set(Group.objects.filter(name="owner"))
    browser = Client()
    browser.force_login(owner)
    return {name: _cost(browser, path, rounds) for name, path in pages(number).items()}


def _cost(browser, path: str, rounds: int) -> Cost:
    from tests.bench.work import counted

    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        assert browser.get(path).status_code == 200, path
        times.append((time.perf_counter() - began) * 1000)
    with counted() as work:
        browser.get(path)
    most = max(work.statements)
    best = (statistics.median(times), min(times)) if times else (0, 0)
    return Cost(len(work.statements), work.units, best, f"{most[0]}: {most[1]}")


def grown(small: Mapping[str, Cost], large: Mapping[str, Cost], *, slack: int = SLACK) -> list[str]:
    """The pages for which the database does more in the larger shop, or that ask it more often."""
    return [
        name
        for name, cost in large.items()
        if cost.work > small[name].work * FLAT + slack or cost.statements > small[name].statements
    ]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--orders", type=int, nargs=2, default=(10_000, 1_000_000))
    options.add_argument("--explain", action="store_true")
    asked = options.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        small, large = (measure(number) for number in asked.orders)
        _print(connection.vendor, asked.orders, small, large, explains=asked.explain)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    return 1 if grown(small, large) else 0


def _print(
    vendor: str,
    orders: tuple[int, int],
    small: Mapping[str, Cost],
    large: Mapping[str, Cost],
    *,
    explains: bool,
) -> None:
    unit = "blocks" if vendor == "postgresql" else "instructions"
    print(f"{vendor}, {orders[0]:,} -> {orders[1]:,} orders; ms are median (least) of {ROUNDS}")
    print(f"| page | SQL | {unit} | grows | ms | by least |\n|---|---|---|---|---|---|")
    for name, before in small.items():
        after = large[name]
        (median, least), (median_after, least_after) = before.milliseconds, after.milliseconds
        print(
            f"| {name} | {after.statements} | {before.work} -> {after.work}"
            f" | x{after.work / before.work:.1f}"
            f" | {median:.0f} ({least:.0f}) -> {median_after:.0f} ({least_after:.0f})"
            f" | x{least_after / least:.1f} |"
        )
        if explains:
            print(f"    {after.costliest}")
    print("grown:", ", ".join(grown(small, large)) or "none")


if __name__ == "__main__":
    sys.exit(main())
