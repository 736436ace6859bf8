"""The cart: how many of which product, kept in the visitor's session. It holds no stock."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

import statements
from catalog.country import store_country
from catalog.models import ON_SALE, SHELF_ORDER, Product
from orders.models import Order, OrderLine
from orders.stock import HELD_BY_PURCHASE

KEY, PURCHASE, PRICES, PAYING = "cart", "purchase", "prices", "paying"


@dataclass(frozen=True)
class CartLine:
    """A product and how many of it, as the cart's page shows them."""

    product: Product
    quantity: int
    held: int = 0  # pieces that this visitor's own unpaid order keeps aside
    seen_price: int | None = None  # what one cost when it was put in; None: not known

    @property
    def available(self) -> int:
        """How many this visitor can have."""
        return self.product.stock + self.held

    @property
    def name(self) -> str:
        return self.product.name

    @property
    def amount(self) -> int:
        """Minor units."""
        return self.product.price * self.quantity

    @property
    def has_new_price(self) -> bool:
        """Whether one costs something else than when it was put in."""
        return self.seen_price is not None and self.seen_price != self.product.price

    @property
    def is_short(self) -> bool:
        """Whether there is less of it by now than the cart asks for."""
        return self.quantity > self.available


class Cart:
    """One visitor's cart.

    What is asked for is the catalog's price of the moment; the one kept here only says whether it
    changed since they saw it.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.session = request.session

    @property
    def quantities(self) -> dict[int, int]:
        """Product id to number of pieces."""
        return {int(key): count for key, count in self.session.get(KEY, {}).items()}

    @property
    def purchase(self) -> str:
        """A random name for what is being bought, from the first product until it is paid for."""
        return str(self.session.get(PURCHASE, ""))

    def buys(self, order: Order) -> None:
        """Go on with this order: it may be another one than before, which was paid or canceled."""
        self.session[PURCHASE] = order.purchase

    @property
    def count(self) -> int:
        """How many pieces in all."""
        return sum(self.quantities.values())

    def held(self, product: Product) -> int:
        """How many pieces of it the visitor's own unpaid order keeps aside."""
        found = self._read("id = %s", product.pk)
        return sum(vars(each)["held"] or 0 for each in found)

    def lines(self) -> list[CartLine]:
        """Its lines, without products that are no longer sold."""
        quantities = self.quantities
        if not quantities:
            return []
        seen = self.session.get(PRICES, {})
        wanted = ", ".join(["%s"] * len(quantities))
        on_sale = (store_country().currency, *quantities)
        products = self._read(f"{ON_SALE} AND id IN ({wanted}) {SHELF_ORDER}", *on_sale)
        return [
            CartLine(
                product,
                quantities[product.pk],
                vars(product)["held"] or 0,
                seen.get(str(product.pk)),
            )
            for product in products
        ]

    def set(self, *, product: Product, quantity: int) -> None:
        """Have exactly `quantity` of a product; none removes it."""
        self._keep({**self.quantities, product.pk: quantity})
        self._note_price(product)

    def note_prices(self, lines: Iterable[CartLine]) -> None:
        """They were told what each costs now."""
        for line in lines:
            self._note_price(line.product)

    def refill(self, lines: Iterable[OrderLine]) -> list[OrderLine]:
        """Put in what an order had, as far as it is there, and begin another purchase with it.

        Returns the lines that could not be filled: of those, what is left. What else was in the
        cart already stays.
        """
        quantities = self.quantities
        on_sale = set(Product.objects.on_sale().values_list("pk", flat=True))
        missing = []
        for line in lines:
            left = line.product.stock if line.product_id in on_sale else 0
            if left < line.quantity:
                missing.append(line)
                quantities[line.product_id] = left
            else:
                already = quantities.get(line.product_id, 0)
                quantities[line.product_id] = max(already, line.quantity)
            self._note_price(line.product)
        self.session.pop(PURCHASE, None)
        self._keep(quantities)
        return missing

    def drop_unsold(self) -> None:
        """Forget products that are no longer sold."""
        self._keep({line.product.pk: line.quantity for line in self.lines()})

    def goes_into(self, order: Order) -> None:
        """What the order has of it is being paid for. What was put in since, like the next product,
        begins another purchase."""
        paid_for = dict(order.lines.values_list("product_id", "quantity"))
        rest = {key: count - paid_for.get(key, 0) for key, count in self.quantities.items()}
        for key in (KEY, PURCHASE):
            self.session.pop(key, None)
        self.session[PAYING] = order.token
        if any(count > 0 for count in rest.values()):
            self._keep(rest)
        else:
            self.session.pop(PRICES, None)

    @property
    def paying(self) -> str:
        """The token of the order that the last cart went into."""
        return str(self.session.get(PAYING, ""))

    def _read(self, where: str, *values: Any) -> list[Product]:
        """Products, each with what is `held` of it for this visitor. The cart is looked at on the
        way to every purchase: its statement is composed once."""
        held = {"held": HELD_BY_PURCHASE}
        return statements.select(Product, f"WHERE {where}", self.purchase, *values, computed=held)

    def _note_price(self, product: Product) -> None:
        self.session[PRICES] = {**self.session.get(PRICES, {}), str(product.pk): product.price}

    def _keep(self, quantities: dict[int, int]) -> None:
        self.session.setdefault(PURCHASE, secrets.token_urlsafe(16))
        self.session[KEY] = {str(key): count for key, count in quantities.items() if count > 0}
