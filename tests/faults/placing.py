"""`python -m tests.faults.placing 100 --pay`: orders placed in the shop that the environment names.

Each as a shopper would, by the shop's own rules; with `--pay` a payment is opened at Fintoc too.
Prints what came of them as JSON.
"""

import json
import sys

import django

MUGS = 1_000_000


def main() -> None:
    django.setup()
    from django.utils import timezone

    from catalog.models import Product
    from orders.account import fintoc
    from orders.opening import open_payment
    from orders.placing import Customer, place_order

    mug = Product.objects.filter(slug="taza-de-ejemplo").first() or Product.stock_shelf(
        slug="taza-de-ejemplo",
        name_es="Taza de ejemplo",
        name_en="Example mug",
        price=12_990,
        currency="CLP",
        stock=MUGS,
        image="products/mug.svg",
    )
    client, placed = fintoc(), []
    for number in range(int(sys.argv[1])):
        order = place_order(
            quantities={mug.pk: 1 + number % 3},
            customer=Customer(email=f"cliente-{number}@example.com", name="Nombre", language="es"),
            cause="shopper",
            now=timezone.now(),
        )
        payment = None
        if "--pay" in sys.argv:
            payment = open_payment(order_id=order.pk, client=client, now=timezone.now()).payment
        placed.append(
            {
                "number": order.number,
                "token": order.token,
                "intent_id": payment and payment.intent_id,
                "reference": payment and str(payment.reference),
            }
        )
    json.dump(placed, sys.stdout)


if __name__ == "__main__":
    main()
