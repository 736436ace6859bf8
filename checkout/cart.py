"""The cart: how many of which product, kept in the visitor's session. It holds no stock."""

import secrets
from dataclasses import dataclass

from django.http import HttpRequest

from catalog.models import Product
from orders.models import Order
from orders.stock import held_by

KEY, PURCHASE = "cart", "purchase"


@dataclass(frozen=True)
class CartLine:
    """A product and how many of it, as the cart's page shows them."""

    product: Product
    quantity: int
    held: int = 0  # pieces that this visitor's own unpaid order keeps aside

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
    def is_short(self) -> bool:
        """Whether there is less of it by now than the cart asks for."""
        return self.quantity > self.available


class Cart:
    """One visitor's cart. Prices are read from the catalog each time, never kept."""

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
        return held_by(self.purchase).get(product.pk, 0)

    def lines(self) -> list[CartLine]:
        """Its lines, without products that are no longer sold."""
        quantities = self.quantities
        if not quantities:
            return []
        held = held_by(self.purchase)
        products = Product.objects.on_sale().filter(pk__in=quantities)
        return [
            CartLine(product, quantities[product.pk], held.get(product.pk, 0))
            for product in products
        ]

    def set(self, *, product: Product, quantity: int) -> None:
        """Have exactly `quantity` of a product; none removes it."""
        self._keep({**self.quantities, product.pk: quantity})

    def drop_unsold(self) -> None:
        """Forget products that are no longer sold."""
        self._keep({line.product.pk: line.quantity for line in self.lines()})

    def empty(self) -> None:
        """What was in it is being paid for: the next product begins another purchase."""
        self.session.pop(KEY, None)
        self.session.pop(PURCHASE, None)

    def _keep(self, quantities: dict[int, int]) -> None:
        self.session.setdefault(PURCHASE, secrets.token_urlsafe(16))
        self.session[KEY] = {str(key): count for key, count in quantities.items() if count > 0}
