"""Twelve products in stock and a country to send to, in an empty database."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"
django.setup()

from decimal import Decimal  # noqa: E402

from django.core.management import call_command  # noqa: E402
from oscar.core.loading import get_model  # noqa: E402

call_command("migrate", run_syncdb=True, verbosity=0)
get_model("address", "Country").objects.create(
    iso_3166_1_a2="CL", name="Chile", printable_name="Chile", is_shipping_country=True
)
kind = get_model("catalogue", "ProductClass").objects.create(name="Cosas", track_stock=True)
category = get_model("catalogue", "Category").add_root(name="Todo")
partner = get_model("partner", "Partner").objects.create(name="Tienda de ejemplo")
for number in range(12):
    product = get_model("catalogue", "Product").objects.create(
        product_class=kind, title=f"Taza {number}", description="Hecha a mano. " * 12
    )
    product.categories.add(category)
    get_model("partner", "StockRecord").objects.create(
        product=product,
        partner=partner,
        partner_sku=f"taza-{number}",
        price=Decimal(12_990),
        price_currency="CLP",
        num_in_stock=1_000_000,
    )
