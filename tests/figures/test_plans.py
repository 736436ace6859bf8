"""With 100,000 orders nothing that a shop does all day reads a table from end to end."""

import pytest
from django.db import connection

from backoffice import look_ups
from checkout.cart import Cart
from orders.models import Order
from tests import factories
from tests.bench import shop_rows
from tests.bench.daily import operations
from tests.bench.many_orders import fill
from tests.bench.plans import rows_touched, whole_reads
from tests.bench.work import counted

ORDERS, TO_PAY, SOLD = 100_000, 5, 200
LARGE = 5_000  # rows; a smaller table is read whole because that is quicker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="plans are PostgreSQL's"),
]


def large_tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples > %s", [LARGE])
        return {name for (name,) in cursor.fetchall()}


def test_every_look_up_claim_list_and_search_has_an_index(settings):
    fill(ORDERS, account=settings.FINTOC_ACCOUNT)
    shop_rows.add(opened=TO_PAY)
    read_whole, large = {}, large_tables()
    for name, operation in operations(first=0):
        with whole_reads() as found:
            operation()
        read_whole |= {(name, table): sql for table, sql in found if table in large}

    assert {"orders_order", "orders_payment", "orders_outbox", "webhooks_webhookevent"} <= large
    assert read_whole == {}


def test_a_look_up_without_an_index_is_noticed(settings):
    """The negative control."""
    fill(LARGE, account=settings.FINTOC_ACCOUNT)
    with whole_reads() as found:
        list(Order.objects.filter(carrier="nobody"))

    assert [table for table, _sql in found] == ["orders_order"]


def test_a_name_that_everybody_has_costs_nothing_beside_a_rare_one(settings):
    """All are called Nombre, and have a word of their own."""
    fill(LARGE, account=settings.FINTOC_ACCOUNT)
    name = Order.objects.get(pk=LARGE // 2).name

    assert blocks_of_the_look_up(name) == blocks_of_the_look_up(name.split()[1])


def blocks_of_the_look_up(text):
    with counted() as work:
        look_ups.containing("name", text)
    (blocks,) = (blocks for blocks, sql in work.statements if "LIKE" in sql)
    return blocks


def test_a_cart_reads_nothing_of_others_orders(settings, rf):
    """However often its product was sold, and before PostgreSQL knows how large its tables are."""
    mug = factories.product(stock=SOLD + 1)
    order = factories.order(products=[mug])
    orders = [factories.order(products=[mug]) for _ in range(SOLD)]
    request = rf.get("/")
    request.session = {"cart": {str(mug.pk): 1}, "purchase": order.purchase}
    with rows_touched() as touched:
        (line,) = Cart(request).lines()

    assert line.held and len(orders) == SOLD
    assert max(touched) < SOLD
