"""Fill the shelves of the example shop; running it again changes nothing that was sold."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from catalog.demo_products import DEMO_PRODUCTS, DemoProduct
from catalog.demo_rates import DEMO_RATES
from catalog.models import DeliveryRate, Product


class Command(BaseCommand):
    help = "Put the eight example products on sale, for Chile and Mexico. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--reset-stock", action="store_true", help="also set their stock back to the example's"
        )

    def handle(self, *, reset_stock: bool, **options: Any) -> None:
        for position, product in enumerate(DEMO_PRODUCTS, start=1):
            put_on_sale(product=product, position=position, reset_stock=reset_stock)
        for country, rates in DEMO_RATES.items():
            for destination, facts in rates.items():
                DeliveryRate.set_up(country=country, destination=destination, **facts)
        self.stdout.write(f"{len(DEMO_PRODUCTS)} example products are on sale.")


def put_on_sale(*, product: DemoProduct, position: int, reset_stock: bool) -> None:
    """Stock one product in every currency it has a price in."""
    facts = product._asdict()
    for currency, price in facts.pop("prices").items():
        Product.stock_shelf(
            currency=currency, price=price, position=position, reset_stock=reset_stock, **facts
        )
