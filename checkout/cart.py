"""The cart: how many of which product, kept in the visitor's session. It holds no stock."""

from dataclasses import dataclass

from django.http import HttpRequest

from catalog.models import Product

KEY = "cart"


@dataclass(frozen=True)
class CartLine:
    """A product and how many of it, as the cart's page shows them."""

    product: Product
    quantity: int

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
        return self.quantity > self.product.stock


class Cart:
    """One visitor's cart. Prices are read from the catalog each time, never kept."""

    def __init__(self, request: HttpRequest) -> None:
        self.session = request.session

    @property
    def quantities(self) -> dict[int, int]:
        """Product id to number of pieces."""
        return {int(key): count for key, count in self.session.get(KEY, {}).items()}

    @property
    def count(self) -> int:
        """How many pieces in all."""
        return sum(self.quantities.values())

    def lines(self) -> list[CartLine]:
        """Its lines, without products that are no longer sold."""
        quantities = self.quantities
        if not quantities:
            return []
        products = Product.objects.on_sale().filter(pk__in=quantities)
        return [CartLine(product, quantities[product.pk]) for product in products]

    def set(self, *, product: Product, quantity: int) -> None:
        """Have exactly `quantity` of a product; none removes it."""
        self._keep({**self.quantities, product.pk: quantity})

    def drop_unsold(self) -> None:
        """Forget products that are no longer sold."""
        self._keep({line.product.pk: line.quantity for line in self.lines()})

    def empty(self) -> None:
        self.session.pop(KEY, None)

    def _keep(self, quantities: dict[int, int]) -> None:
        self.session[KEY] = {str(key): count for key, count in quantities.items() if count > 0}
