"""Fill the shelves of the example shop; running it again changes nothing that was sold."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseAway

from catalog.demo_products import DEMO_PRODUCTS, DemoProduct
from catalog.demo_rates import DEMO_RATES
from catalog.models import DeliveryRate, Product


class Command(BaseCommand):
    help = "Put the eight example products on sale, for Chile and Mexico. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset-stock", action="store_true", help="also set their stock back to the example's"
        )

    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        """Check the settings, and not the database: `handle` says if it is away."""
        return {"databases": []}

    def handle(self, *, reset_stock: bool, **options: Any) -> None:
        try:
            fill_the_shelves(reset_stock=reset_stock)
        except DatabaseAway as error:
            text = f"the database is away, or not migrated (manage.py migrate): {error}"
            raise CommandError(text) from None
        self.stdout.write(f"{len(DEMO_PRODUCTS)} example products are on sale.")


def fill_the_shelves(*, reset_stock: bool) -> None:
    """Everything that the example shop sells, and what it asks for bringing it."""
    for position, product in enumerate(DEMO_PRODUCTS, start=1):
        put_on_sale(product=product, position=position, reset_stock=reset_stock)
    for country, rates in DEMO_RATES.items():
        for destination, facts in rates.items():
            DeliveryRate.set_up(country=country, destination=destination, **facts)


def put_on_sale(*, product: DemoProduct, position: int, reset_stock: bool) -> None:
    """Stock one product in every currency it has a price in."""
    facts = product._asdict()
    for currency, price in facts.pop("prices").items():
        Product.stock_shelf(
            currency=currency, price=price, position=position, reset_stock=reset_stock, **facts
        )
