"""OrderLine: what was bought, at the price of the moment."""

from django.db import models
from django.db.models import Q

from catalog.models import Product


class OrderLine(models.Model):
    """So many of one product, at the price of the moment it was placed."""

    order = models.ForeignKey(
        "orders.Order", on_delete=models.CASCADE, related_name="lines", db_index=False
    )
    product = models.ForeignKey(Product, on_delete=models.PROTECT, db_index=False)
    name = models.CharField(max_length=200)
    unit_amount = models.PositiveBigIntegerField()  # minor units of the order's currency
    quantity = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="line_quantity_is_positive"),
            models.UniqueConstraint(fields=["order", "product"], name="line_per_product"),
        ]
        # Each serves its key, and a line of an order is one row by either: by the product alone a
        # cart would read everybody's lines of it.
        indexes = [models.Index(fields=["product", "order"], name="line_of_product")]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"

    @property
    def name_today(self) -> str:
        """What the shop calls it, in its reader's language; `name` is in the shopper's."""
        return self.product.name or self.name

    @property
    def amount(self) -> int:
        """Minor units."""
        return self.unit_amount * self.quantity

    @property
    def is_short(self) -> bool:
        """Whether there is less on the shelf than it wants."""
        return self.product.stock < self.quantity
