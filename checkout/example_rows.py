"""Rows that look like a shop's and are never saved: what the demo's pages of states are made of."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from catalog.country import store_country
from catalog.delivery import HOME
from catalog.demo_products import DEMO_PRODUCTS
from catalog.models import Product
from orders import refund_status, status
from orders.models import Alert, Order, OrderEvent, OrderLine, Payment, Refund

HOME_DELIVERY: dict[str, dict[str, Any]] = {
    "cl": {
        "shipping_amount": 3_490,
        "street": "Calle de ejemplo 123",
        "unit": "Depto 4",
        "district": "Providencia",
        "region": "13",
    },
    "mx": {
        "shipping_amount": 99_00,
        "street": "Calle de ejemplo 123",
        "neighborhood": "Centro",
        "postal_code": "06000",
        "district": "Cuauhtémoc",
        "region": "CMX",
    },
}
# One long word, so that every state shows that it fits on a phone.
LONG_EMAIL = "nombre.apellido.apellido@universidad.example.com"
NOBODY = 0  # the key of no row: what is looked up beside an example is never found


def product(**facts: Any) -> Product:
    """The first of the demo's products."""
    first = DEMO_PRODUCTS[0]._asdict()
    price = first.pop("prices")[store_country().currency]
    return Product(
        **{**first, "pk": NOBODY, "price": price, "currency": store_country().currency, **facts}
    )


def order(**facts: Any) -> Order:
    """An order of two of them, placed a moment ago."""
    country, now = store_country(), timezone.now()
    return Order(
        **{
            "pk": NOBODY,
            "number": f"{country.code.upper()}-7K2M-4QX9",
            "token": "example",
            "account": settings.FINTOC_ACCOUNT,
            "amount": 2 * product().price + HOME_DELIVERY[country.code]["shipping_amount"],
            "way": HOME,
            "days_from": 1,
            "days_to": 3,
            **HOME_DELIVERY[country.code],
            "currency": country.currency,
            "tax_percent": country.tax_percent,
            "email": LONG_EMAIL,
            "name": "Nombre Apellido",
            "language": get_language() or settings.LANGUAGE_CODE,
            "created_at": now - timedelta(minutes=4),
            "changed_at": now,
            "held_until": now + timedelta(minutes=26),
            **facts,
        }
    )


def line(of: Order, **facts: Any) -> OrderLine:
    """Its only line."""
    item = product(**facts)
    return OrderLine(order=of, product=item, name=item.name, unit_amount=item.price, quantity=2)


def payment(of: Order, word: str, **facts: Any) -> Payment:
    """One attempt to pay it, as far as `word` says."""
    now = timezone.now()
    return Payment(
        **{
            "pk": NOBODY,
            "order": of,
            "reference": uuid.UUID(int=0),
            "account": of.account,
            "amount": of.amount,
            "currency": of.currency,
            "created_at": now - timedelta(minutes=3),
            "usable_until": now + timedelta(minutes=7),
            "asked_at": now,
            "intent_id": "pi_example",
            "widget_token": "pi_example_sec_example",
            "request_body": "{}",
            "status": word,
            "raw_status": word,
            "account_last4": "9212",
            "reported_amount": of.amount,
            "reported_currency": of.currency,
            "reported_account": of.account,
            "bank_operation": "90123712" if word == status.SUCCEEDED else "",
            "fulfilled_at": now if word == status.SUCCEEDED else None,
            **facts,
        }
    )


def alert(of: Order, kind: str) -> Alert:
    """Something that staff have to decide about it."""
    return Alert(order=of, kind=kind, subject=of.number, created_at=timezone.now())


def refund(of: Payment, word: str = refund_status.REQUESTED) -> Refund:
    """All of its money on the way back, as far as `word` says."""
    return Refund(
        payment=of,
        amount=of.amount,
        currency=of.currency,
        status=word,
        created_at=timezone.now(),
        ended_at=timezone.now() if word in refund_status.FINAL else None,
    )


def event(of: Order, kind: str, value: str, detail: str = "") -> OrderEvent:
    """A line of its timeline, of a minute ago."""
    at = timezone.now() - timedelta(minutes=1)
    return OrderEvent(order=of, kind=kind, value=value, detail=detail, created_at=at)


def events(of: Order, payments: Sequence[Payment], refunds: Sequence[Refund]) -> list[OrderEvent]:
    """What such an order's timeline has, after the placing."""
    paid = [event(of, OrderEvent.PAYMENT, each.status, each.error_reason) for each in payments]
    gone = [event(of, OrderEvent.FULFILLMENT, of.fulfillment)]
    back = [event(of, OrderEvent.REFUND, each.status) for each in refunds]
    return [*paid, event(of, OrderEvent.STATUS, of.status), *gone, *back]
