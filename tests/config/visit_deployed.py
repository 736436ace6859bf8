"""Visit a shop as it is deployed, full of canaries, and print all that it says and keeps.

Run in a process of its own, because settings such as the cookies' names come from the environment.
"""

# ruff: noqa: E402 (Django has to be set up before what needs it is imported)

import json
import sqlite3

import django

django.setup()

from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.test.utils import setup_test_environment

setup_test_environment()
call_command("migrate", verbosity=0)

from operations.worker import turn
from tests import factories

HOST = settings.SITE.hostname
PROXY = {"HTTP_HOST": HOST, "HTTP_X_FORWARDED_PROTO": "https"}  # as ours sets them
browser = Client(raise_request_exception=False, **PROXY)
settings.ALLOWED_HOSTS = [HOST]


def seen(response):
    return {
        "status": response.status_code,
        "headers": dict(response.headers),
        "cookies": [morsel.OutputString() for morsel in response.cookies.values()],
        "body": b"".join(response).decode(errors="replace"),
    }


def get(path):
    return seen(browser.get(path))


def fail(*_arguments, **_more):
    secret = settings.FINTOC_SECRET_KEY
    raise RuntimeError(f"{secret} {PERSON['email']}")


PERSON = {"email": "canary.shopper@example.com", "name": "Canaria Secreta"}
product = factories.product()
added = browser.post("/cart/add/", {"product": product.slug, "quantity": 1})
order = factories.order(products=[product], **PERSON)
payment = factories.payment(order, status="created")
event = factories.paid_event(
    payment,
    sender_account={
        "type": "checking_account",
        "number": "987654321012",
        "holder_id": "41614850-3",
        "holder_name": "Canaria Titular",
        "institution_id": "cl_banco_de_chile",
    },
)
order_path = f"/orders/{order.token}/"
payment_path = f"{order_path}payments/{payment.reference}/"
pages = {
    "the list": get("/"),
    "a product": get(f"/products/{product.slug}/"),
    "the cart": get("/cart/"),
    "the details": get("/checkout/"),
    "the terms": get("/pages/terms/"),
    "finding an order": get("/orders/find/"),
    "an order": get(order_path),
    "its status": get(f"{order_path}status.json"),
    "the payment page": get(payment_path),
    "the login": get("/admin/login/"),
    "no such page": get("/nothing/"),
    "the styles": get("/static/css/store.css"),
    "a script": get("/static/js/page.js"),
    "alive": get("/healthz"),
    "ready": get("/readyz"),
    "the webhook": get("/webhooks/fintoc/"),
    "a refused webhook": seen(browser.post("/webhooks/fintoc/")),
    "choosing a language": seen(browser.post("/language/", {"language": "en"})),
    "adding to the cart": seen(added),
}
signed = factories.signed_post(browser, event, path="/webhooks/fintoc/")
pages["a heard webhook"] = seen(signed)
pages["an order paid"] = get(order_path)

from operations import readiness

readiness.HttpResponse = fail
pages["a failure of ours"] = get("/healthz")
turn()  # sends the mails

dump = "\n".join(sqlite3.connect(settings.DATABASES["default"]["NAME"]).iterdump())
mails = [f"{each.subject}\n{each.body}\n{each.alternatives}" for each in mail.outbox]
token = payment.widget_token
print(json.dumps({"pages": pages, "dump": dump, "mails": mails, "token": token}))
