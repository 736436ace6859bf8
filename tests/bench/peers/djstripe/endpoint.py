"""Make the endpoint that the bench posts to, as an account's owner would in the admin."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "site_settings"
django.setup()

from djstripe.models import Account, APIKey, WebhookEndpoint  # noqa: E402

account = Account.objects.create(
    id="acct_bench",
    livemode=False,
    stripe_data={"id": "acct_bench", "object": "account", "type": "standard"},
)
APIKey.objects.create(
    secret="sk_test_oftheshopthatthebenchmakes",
    type="secret",
    livemode=False,
    djstripe_owner_account=account,
)
WebhookEndpoint.objects.create(
    id="we_bench",
    secret=os.environ["WEBHOOK_SECRET"],
    url="http://127.0.0.1/stripe/webhook/",
    status="enabled",
    enabled_events=["*"],
    livemode=False,
    djstripe_owner_account=account,
    djstripe_uuid="00000000-0000-4000-8000-000000000001",
    djstripe_validation_method="verify_signature",
)
