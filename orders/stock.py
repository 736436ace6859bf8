"""The stock an order keeps aside, from being placed until it is paid or given back.

Whether it is kept is one column, `Order.held_until`: null says that it went back on the shelf.
Every function here needs the order's lock, and takes products in their own order.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from catalog.models import Product
from orders.models import Order

# In a statement about products: what the order of a purchase, named by a value, keeps aside of each
# while it is edited.
HELD_BY_PURCHASE = """(
    SELECT quantity FROM orders_orderline WHERE product_id = catalog_product.id AND order_id = (
        SELECT id FROM orders_order WHERE purchase = %s AND held_until IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM orders_payment WHERE order_id = orders_order.id)
    )
)"""


class OutOfStock(Exception):
    """There is less of `product` than was asked for."""

    def __init__(self, product: Product) -> None:
        super().__init__(f"only {product.stock} of {product.slug}")
        self.product = product


def held_until(now: datetime) -> datetime:
    """Until when stock taken now is kept aside for an order that is not paid."""
    return now + timedelta(minutes=settings.ORDER_HOLD_MINUTES)


def hold(order: Order, *, now: datetime) -> None:
    """Keep the order's stock for longer, taking it again if it was given back.

    Raises OutOfStock, and then takes none.
    """
    if order.held_until is None:
        _take_again(order)
    order.hold(until=held_until(now))


def secure(order: Order, *, now: datetime) -> bool:
    """Have the stock of an order that was just paid; False if somebody else has it by now."""
    if order.held_until is not None:
        return True
    try:
        hold(order, now=now)
    except OutOfStock:
        return False
    return True


def give_back(order: Order) -> None:
    """Put the order's stock back on the shelf, if it is kept. A second time does nothing."""
    if order.held_until is not None:
        for line in order.lines.order_by("product_id"):
            Product.give_back_stock(product_id=line.product_id, quantity=line.quantity)
        order.release_stock()


def lock_products(order: Order, quantities: Mapping[int, int]) -> None:
    """Lock what an edit gives back and what it takes together, in the order of the products."""
    touched = {*quantities, *order.lines.values_list("product_id", flat=True)}
    list(Product.objects.select_for_update().filter(pk__in=touched).order_by("pk"))


def _take_again(order: Order) -> None:
    with transaction.atomic():
        for line in order.lines.select_related("product").order_by("product_id"):
            if not Product.take_stock(product_id=line.product_id, quantity=line.quantity):
                raise OutOfStock(line.product)
