"""So many payments that wait for Stripe to say they are paid: `make_rows.py <number>`."""

import os
import sys
from uuid import UUID

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"
django.setup()

from shop.models import Payment  # noqa: E402

Payment.objects.bulk_create(
    (
        Payment(
            variant="stripe",
            status="waiting",
            total=2476,
            currency="CLP",
            token=str(UUID(int=number)),
            transaction_id=f"cs_{number}",
            billing_email=f"cliente{number}@example.com",
        )
        for number in range(int(sys.argv[1]))
    ),
    batch_size=5000,
)
