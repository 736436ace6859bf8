"""Place an order: what the shopper wants becomes an Order, with its stock taken."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from catalog.country import store_country
from catalog.delivery import delivery_rates
from catalog.models import Product
from orders.models import Order, OrderLine
from orders.models.delivering import PICKED_UP, Delivery, Details
from orders.models.numbering import new_token
from orders.stock import OutOfStock, give_back, held_until, lock_products
from orders.terms import TERMS_VERSION


@dataclass(frozen=True, kw_only=True)
class Customer:
    """Who buys, and the language to write to them in."""

    email: str
    name: str
    language: str


class NothingToBuy(Exception):
    """There is no line that could be ordered."""


class NotForSale(Exception):
    """A product is gone from the shop, or is sold in another currency."""


class AlreadyPlaced(Exception):
    """The order of this purchase is there already."""


def place_or_edit_order(
    *,
    purchase: str,
    quantities: Mapping[int, int],
    customer: Customer,
    cause: str,
    now: datetime,
    delivery: Delivery = PICKED_UP,
) -> Order:
    """Place the order of a purchase, or edit it: one order, however often the form is sent.

    `purchase` is a shopper's random name for what they are buying. Once its order was paid for, or
    canceled, what they buy is another purchase, and the order has its name.
    Raises NothingToBuy, NotForSale, OutOfStock or NotDelivered.
    """
    placed = Order.objects.filter(purchase=purchase).first()
    if placed is None:
        try:
            return place_order(
                quantities=quantities,
                customer=customer,
                delivery=delivery,
                cause=cause,
                now=now,
                purchase=purchase,
            )
        except (AlreadyPlaced, OutOfStock):  # maybe by and to a second click, a moment ago
            placed = Order.objects.filter(purchase=purchase).first()
            if placed is None:
                raise
    if edit_order(
        order_id=placed.pk,
        quantities=quantities,
        customer=customer,
        delivery=delivery,
        cause=cause,
        now=now,
    ):
        return placed
    return place_or_edit_order(
        purchase=_next_purchase(placed),
        quantities=quantities,
        customer=customer,
        delivery=delivery,
        cause=cause,
        now=now,
    )


def _next_purchase(order: Order) -> str:
    """What is bought after this order can no longer be edited: the same name each time, so that
    this form, too, places one order however often it is sent."""
    return hashlib.sha256(order.purchase.encode()).hexdigest()[:32]


def place_order(
    *,
    quantities: Mapping[int, int],
    customer: Customer,
    cause: str,
    now: datetime,
    purchase: str = "",
    delivery: Delivery = PICKED_UP,
) -> Order:
    """Store an order for `quantities` (product id to number of pieces) and take its stock.

    Prices, currency and what delivery costs are the catalog's at this moment. Raises NothingToBuy,
    NotForSale, OutOfStock, NotDelivered or AlreadyPlaced; then nothing is stored, no stock taken.
    """
    country = store_country()
    try:
        with transaction.atomic():
            lines = _take_lines(quantities)
            return Order.place(
                purchase=purchase or new_token(),
                account=settings.FINTOC_ACCOUNT,
                country=country.code,
                currency=country.currency,
                tax_percent=country.tax_percent,
                details=_details(customer, delivery, lines),
                held_until=held_until(now),
                cause=cause,
                now=now,
                lines=lines,
            )
    except IntegrityError as error:
        if Order.objects.filter(purchase=purchase).exists():
            raise AlreadyPlaced(purchase) from error
        raise


def edit_order(
    *,
    order_id: int,
    quantities: Mapping[int, int],
    customer: Customer,
    cause: str,
    now: datetime,
    delivery: Delivery = PICKED_UP,
) -> bool:
    """Change an order that no payment was opened for; return False if it is too late for that.

    Raises as `place_order` does, and then the order and its stock stay as they were.
    """
    with transaction.atomic():
        order = Order.locked(order_id)
        is_editable = order.is_payable and order.is_of_this_account
        if not is_editable or order.has_lapsed(now=now) or order.payments.exists():
            return False
        lock_products(order, quantities)
        give_back(order)
        lines = _take_lines(quantities)
        order.edit(
            details=_details(customer, delivery, lines),
            held_until=held_until(now),
            cause=cause,
            now=now,
            lines=lines,
        )
        return True


def _details(customer: Customer, delivery: Delivery, lines: list[OrderLine]) -> Details:
    """What they asked for, at what delivery costs with these lines now. Raises NotDelivered."""
    subtotal = sum(line.amount for line in lines)
    return Details(
        email=customer.email,
        name=customer.name,
        language=customer.language,
        terms_version=TERMS_VERSION,
        delivery=delivery,
        quote=delivery_rates().quote(way=delivery.way, region=delivery.region, subtotal=subtotal),
    )


def _take_lines(quantities: Mapping[int, int]) -> list[OrderLine]:
    wanted = {product_id: count for product_id, count in quantities.items() if count > 0}
    if not wanted:
        raise NothingToBuy
    # Always in the order of the products, so that two shoppers never wait for each other.
    products = list(Product.objects.on_sale().filter(pk__in=wanted).order_by("pk"))
    if len(products) != len(wanted):
        raise NotForSale
    return [_take_line(product, wanted[product.pk]) for product in products]


def _take_line(product: Product, quantity: int) -> OrderLine:
    if not Product.take_stock(product_id=product.pk, quantity=quantity):
        product.refresh_from_db()
        raise OutOfStock(product)
    return OrderLine(
        product=product, name=product.name, unit_amount=product.price, quantity=quantity
    )
