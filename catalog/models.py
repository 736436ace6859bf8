"""Products and how many are left. How long an order may hold stock is a rule of `orders`.

What it costs to send them is in `catalog/delivery_rate.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

import statements
from catalog.country import store_country
from catalog.delivery_rate import DeliveryRate
from catalog.images import validate_drawing, validate_more_drawings
from catalog.search import folded

__all__ = ["DeliveryRate", "Product"]

NEARLY_GONE = 3
# What `on_sale` says, for a statement that is composed by hand; the value is this shop's currency.
ON_SALE = "is_active AND currency = %s"
SHELF_ORDER = "ORDER BY position, id"


class InvalidQuantity(ValueError):
    """Stock moves by one unit or more."""


class Card(NamedTuple):
    """A product on the shelf, by its values: what was written for them once can be kept."""

    slug: str
    name: str
    price: int
    currency: str
    image: str
    stock: int | None  # only where it is worth a word

    @property
    def is_sold_out(self) -> bool:
        return self.stock == 0

    @property
    def is_nearly_gone(self) -> bool:
        return bool(self.stock)


class ProductQuerySet(models.QuerySet["Product"]):
    def on_sale(self) -> ProductQuerySet:
        """What this shop sells: active, priced in its country's currency, in shelf order."""
        offered = self.filter(is_active=True, currency=store_country().currency)
        return offered.order_by("position", "pk")


class Product(models.Model):
    """One thing for sale, in one currency; `price` is in minor units and includes tax."""

    class Currency(models.TextChoices):
        CLP = "CLP", "CLP"
        MXN = "MXN", "MXN"

    slug = models.SlugField(max_length=80)
    name_es = models.CharField(_("nombre en español"), max_length=120)
    name_en = models.CharField(max_length=120, blank=True)  # blank: the Spanish name
    description_es = models.TextField(blank=True)
    description_en = models.TextField(blank=True)
    price = models.PositiveBigIntegerField()
    currency = models.CharField(max_length=3, choices=Currency.choices)
    stock = models.PositiveIntegerField(default=0)
    image = models.CharField(max_length=200, blank=True, validators=[validate_drawing])
    more_images = models.TextField(blank=True, validators=[validate_more_drawings])  # one a line
    search_text = models.TextField(blank=True, editable=False)  # its words, folded
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(_("en venta"), default=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("producto"), _("productos")
        constraints = [
            # A shop sells in one currency, so its address /products/<slug>/ names one product.
            models.UniqueConstraint(
                fields=["slug", "currency"], name="catalog_product_slug_per_currency"
            ),
            models.CheckConstraint(condition=Q(price__gt=0), name="catalog_product_price_positive"),
            models.CheckConstraint(
                condition=Q(currency__in=["CLP", "MXN"]), name="catalog_product_currency_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["currency", "position", "id"],
                condition=Q(is_active=True),
                name="catalog_product_on_sale",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_es} ({self.currency})"

    # --- Mutators: nothing else saves a product -------------------------------------------------

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Saved by whoever edits it, with the words it is found by."""
        said = (self.name_es, self.name_en, self.description_es, self.description_en)
        self.search_text = folded(" ".join(said))
        if update_fields is not None:
            update_fields = {*update_fields, "search_text"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @classmethod
    def take_stock(cls, *, product_id: int, quantity: int) -> bool:
        """Take `quantity` units in one conditional statement; False when fewer are left.

        Raises InvalidQuantity.
        """
        refuse_less_than_one(quantity)
        enough = cls.objects.filter(pk=product_id, stock__gte=quantity)
        return enough.update(stock=F("stock") - quantity) == 1

    @classmethod
    def give_back_stock(cls, *, product_id: int, quantity: int) -> None:
        """Put `quantity` units back on the shelf; raises InvalidQuantity."""
        refuse_less_than_one(quantity)
        cls.objects.filter(pk=product_id).update(stock=F("stock") + quantity)

    @classmethod
    def stock_shelf(
        cls, *, slug: str, currency: str, stock: int, reset_stock: bool = False, **facts: object
    ) -> Product:
        """Create the product or bring its facts up to date; what was sold stays sold.

        `stock` counts for a new product, and for a known one only with `reset_stock`.
        """
        shelf = {**facts, "stock": stock}
        product, _created = cls.objects.update_or_create(
            slug=slug,
            currency=currency,
            defaults=shelf if reset_stock else facts,
            create_defaults=shelf,
        )
        return product

    # --- What pages ask -------------------------------------------------------------------------

    @classmethod
    def sold_as(cls, slug: str) -> Product | None:
        """What is on sale at the address of this name; None if there is nothing."""
        where = f"WHERE {ON_SALE} AND slug = %s"
        return statements.first(cls, where, store_country().currency, slug)

    @classmethod
    def on_shelf(cls, *, words: Sequence[str] = (), first: int, number: int) -> list[Product]:
        """So many of those on sale, the first of them being `first` (from 0), in shelf order: with
        every one of these words, folded, in a name or a description."""
        has_word = r" AND search_text LIKE %s ESCAPE '\'" * len(words)
        where = f"WHERE {ON_SALE}{has_word} {SHELF_ORDER} LIMIT %s OFFSET %s"
        patterns = [f"%{connection.ops.prep_for_like_query(word)}%" for word in words]
        return statements.select(cls, where, store_country().currency, *patterns, number, first)

    @property
    def name(self) -> str:
        return in_readers_language(es=self.name_es, en=self.name_en)

    @property
    def description(self) -> str:
        return in_readers_language(es=self.description_es, en=self.description_en)

    @property
    def pictures(self) -> tuple[str, ...]:
        """One to four of them, the main one first; none if there is no main one."""
        return (self.image, *self.more_images.split()) if self.image else ()

    @property
    def is_sold_out(self) -> bool:
        return self.stock == 0

    @property
    def is_nearly_gone(self) -> bool:
        return 0 < self.stock <= NEARLY_GONE

    @property
    def card(self) -> Card:
        """What the shelf shows of it. Where stock is not worth a word, it is none of it."""
        stock = self.stock if self.is_sold_out or self.is_nearly_gone else None
        return Card(self.slug, self.name, self.price, self.currency, self.image, stock)


def refuse_less_than_one(quantity: int) -> None:
    """A negative quantity would turn taking into giving."""
    if quantity < 1:
        raise InvalidQuantity(f"cannot move {quantity} units")


def in_readers_language(*, es: str, en: str) -> str:
    """The English words while English is active and there are any, else the Spanish ones."""
    english_is_active = (get_language() or "").startswith("en")
    return en if english_is_active and en else es
