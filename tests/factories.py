"""What tests are made of: a product, a placed order, what Fintoc says of a payment, its post.

Everything goes through the shop's own doors (`stock_shelf`, `place_order`, the webhook's URL with a
real signature). Each builder has a plausible value for every fact; a test names only those that
matter to it.
"""

import json
import time
from itertools import count

from django.conf import settings
from django.utils import timezone

from catalog.delivery import HOME
from catalog.delivery_rate import ELSEWHERE
from catalog.models import DeliveryRate, Product
from fintoc_client.objects import read_checkout_session, read_payment_intent
from fintoc_client.signature import sign
from orders.models import Payment
from orders.models.delivering import PICKED_UP, Delivery
from orders.placing import Customer, place_order
from orders.refunds import request_refund
from orders.results import record_result, record_session

NUMBERS = count(1)
SESSIONS = "https://api.fintoc.example.com/v2/checkout_sessions"
INTENTS = "https://api.fintoc.example.com/v1/payment_intents"  # where tests/settings.py points to
SENT_HOME = Delivery(way=HOME, street="Calle de ejemplo 123", district="Providencia", region="13")


def product(**facts):
    """A product on the shelf: a mug at $12.990 with 5 left, in Chile."""
    defaults = {
        "slug": f"taza-{next(NUMBERS)}",
        "name_es": "Taza de gres",
        "name_en": "Stoneware mug",
        "price": 12_990,
        "currency": "CLP",
        "stock": 5,
        "image": "products/mug.svg",
    }
    return Product.stock_shelf(**{**defaults, **facts})


def order(
    *,
    products=None,
    quantity=1,
    email="cliente@example.com",
    name="Nombre Apellido",
    language="es",
    is_sent_home=False,
    now=None,
):
    """An order placed as the details page places it: `quantity` of each of `products`, to be picked
    up, or sent for nothing."""
    products = [product()] if products is None else products
    if is_sent_home:
        DeliveryRate.set_up(country="cl", destination=ELSEWHERE)
    return place_order(
        quantities={item.pk: quantity for item in products},
        customer=Customer(email=email, name=name, language=language),
        delivery=SENT_HOME if is_sent_home else PICKED_UP,
        cause="shopper",
        now=now or timezone.now(),
    )


def payment(order, *, status="created", now=None, **fields):
    """The order's current payment, opened, and then as far as Fintoc says it is."""
    opened = Payment.open(order=order, now=now or timezone.now())
    return reported(opened, status=status, now=now, **fields)


def reported(payment, *, status, now=None, **fields):
    """Record what Fintoc says of a payment when asked, with everything that follows from it."""
    record_result(
        intent=read_payment_intent(intent(payment, status=status, **fields)),
        mode="test",
        cause="test",
        asked=True,
        now=now or timezone.now(),
    )
    payment.refresh_from_db()
    payment.order.refresh_from_db()
    return payment


def refund_all(order, *, cause="owner", now=None):
    """Ask for all the money of an order's only payment back."""
    payment = order.payments.get()
    return request_refund(
        payment_id=payment.pk,
        amount=order.amount,
        reference=payment.reference,
        cause=cause,
        now=now or timezone.now(),
    )


def hosted_payment(order, *, now=None, **fields):
    """The order's current payment, to be paid on Fintoc's page, as Fintoc answered its create."""
    opened = Payment.open_hosted(order=order, now=now or timezone.now())
    return session_reported(opened, now=now, **fields)


def session_reported(payment, *, now=None, asked=True, **fields):
    """Record what Fintoc says of a payment's checkout session, and of the intent in it."""
    record_session(
        session=read_checkout_session(session(payment, **fields)),
        mode="test",
        cause="test",
        asked=asked,
        now=now or timezone.now(),
    )
    payment.refresh_from_db()
    payment.order.refresh_from_db()
    return payment


def session(payment, *, intent=None, **fields):
    """Fintoc's JSON for the checkout session of `payment`, with `intent` in it."""
    asked = json.loads(payment.request_body)
    session_id = payment.session_id or f"cs_{payment.reference.hex}"
    return {
        **asked,
        "id": session_id,
        "object": "checkout_session",
        "status": "created",
        "mode": "test",
        "redirect_url": f"https://checkout.fintoc.example.com/{session_id}",
        "payment_resource": intent and {"payment_intent": intent},
        **fields,
    }


def intent(payment, **fields):
    """Fintoc's JSON for the payment intent of `payment` (the object of the payment quickstart)."""
    intent_id = payment.intent_id or f"pi_{payment.reference.hex}"
    return {
        "id": intent_id,
        "object": "payment_intent",
        "amount": payment.amount,
        "currency": payment.currency,
        "status": "created",
        "mode": "test",
        "widget_token": f"{intent_id}_sec_tests",
        "customer_email": payment.order.email,
        "reference_id": "90123712",
        "error_reason": None,
        "sender_account": {
            "type": "checking_account",
            "number": "422159212",
            "institution_id": "cl_banco_de_chile",
        },
        "metadata": json.loads(payment.request_body)["metadata"],
        **fields,
    }


def event(data, *, type="payment_intent.succeeded", **fields):
    """Fintoc's webhook event about `data`."""
    return {
        "id": f"evt_{next(NUMBERS)}",
        "object": "event",
        "type": type,
        "mode": "test",
        "created_at": "2026-11-22T14:32:07.000Z",
        "data": data,
        **fields,
    }


def paid_event(payment, **fields):
    """Fintoc's event that the money of `payment` is there; `fields` are the intent's."""
    return event(intent(payment, **{"status": "succeeded", "widget_token": None, **fields}))


def signed_post(client, event, *, secret=None, timestamp=None, path="/webhooks/fintoc/"):
    """Post an event as Fintoc does, its bytes signed with `secret` at `timestamp` (now)."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    header = sign(
        body=body,
        secret=secret or settings.FINTOC_WEBHOOK_SECRETS[0],
        timestamp=int(time.time()) if timestamp is None else timestamp,
    )
    return client.post(
        path, body, content_type="application/json", headers={"Fintoc-Signature": header}
    )
