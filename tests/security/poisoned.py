"""A shop with a script in every text that it stores; its pages and mails, printed as JSON.

Run in a process of its own: the tests that show its pages to a browser cannot use the ORM.
"""

# ruff: noqa: E402 (Django has to be set up before what needs it is imported)

import json
from collections import Counter

import django

django.setup()

from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.db import models
from django.test import Client
from django.test.utils import setup_test_environment
from django.urls import resolve
from django.utils import timezone

setup_test_environment()
call_command("migrate", verbosity=0)

from catalog.models import Product
from operations.worker import turn
from orders.models import Alert, Order, OrderEvent, OrderLine, Outbox, Payment, Refund
from tests import factories
from tests.figures.test_no_page_grows import busy_order, links
from webhooks.models import WebhookEvent

POISON = "\"><img src=x onerror=hit()><script>hit()</script>'{{7*7}}"
VISITS = 8  # of each kind of page
SHORT = '"><svg onload=hit()>'  # where no more fits
MODELS = (Product, Order, OrderLine, OrderEvent, Payment, Refund, Alert, Outbox, WebhookEvent)
# What rows are found by, and names of our own pictures and words: no stranger writes those.
OURS = {"slug", "currency", "token", "number", "purchase", "account", "key", "language", "region"}
OURS |= {"request_body", "image", "more_images", "redirect_url", "terms_version"}
SAID = {"refusal"}  # that there is one says something by itself
MAILED = {"email"}  # no server takes such an address, so it comes after the mails


def poison(model, *, only=None):
    """Put a script into every text of every row."""
    for row in model.objects.all():
        for field in model._meta.concrete_fields:
            if is_anybodys(model, field, row, only=only):
                if isinstance(field, models.JSONField):
                    setattr(row, field.name, {"data": {POISON: POISON}, POISON: [POISON]})
                elif isinstance(field, models.CharField | models.TextField):
                    setattr(row, field.name, poisonous(field, row.pk))
        models.Model.save(row)


def is_anybodys(model, field, row, *, only):
    """Whether its text may come from a stranger."""
    if only:
        return field.name in only
    is_ours = (
        field.choices or field.name in OURS | MAILED or (model is Outbox and field.name == "kind")
    )
    return not is_ours and not (field.name in SAID and not getattr(row, field.name))


def poisonous(field, pk):
    """The script, as much as fits, and the row's number: some texts have to differ."""
    size = field.max_length or len(POISON) + 10
    text = POISON if size >= len(POISON) + 10 else SHORT
    return f"{text}{pk}"[:size]


def walk(browser, begin):
    """The pages that lead on from these, a few of each kind."""
    waiting, pages, visits = list(begin), {}, Counter()
    while waiting:
        address = waiting.pop(0)
        name = resolve(address.partition("?")[0]).view_name
        if address in pages or visits[name] == VISITS:
            continue
        visits[name] += 1
        response = browser.get(address)
        pages[address] = {"status": response.status_code, "body": response.content.decode()}
        pages[address]["type"] = response.headers.get("Content-Type", "")
        waiting += links(response, address, address.startswith("/admin/"))
    return pages


mugs = [factories.product(stock=50) for _ in range(3)]
order = busy_order(mugs[:2])
waiting = factories.payment(factories.order(products=mugs), status="created")
failed = factories.payment(factories.order(products=mugs), status="failed", error_reason="x")
Payment.open(order=factories.order(), now=timezone.now()).refuse(reason="x", now=timezone.now())
factories.signed_post(Client(), factories.paid_event(waiting, amount=1))
factories.signed_post(Client(), factories.event({}, type="a.new_type"))
factories.signed_post(Client(), b"[]")
shopper, owner = Client(), Client()
shopper.post("/cart/add/", {"product": mugs[0].slug, "quantity": 1})
owner.force_login(User.objects.create_superuser("owner"))

for each in MODELS:
    poison(each)
while turn():
    pass
mails = [[part for part, _type in each.alternatives] for each in mail.outbox]
poison(Order, only=MAILED)

orders = [f"/orders/{each.token}/" for each in Order.objects.all()]
to_pay = f"/orders/{waiting.order.token}/payments/{waiting.reference}/"
pages = walk(shopper, ["/", "/cart/", "/checkout/", *orders, to_pay])
rows = [f"/admin/orders/order/{each.pk}/change/" for each in Order.objects.all()]
office = walk(owner, ["/admin/", *rows, "/admin/orders/alert/", "/admin/webhooks/webhookevent/"])
print(json.dumps({"pages": {**pages, **office}, "mails": mails, "poison": POISON, "short": SHORT}))
