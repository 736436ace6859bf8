"""Signed webhooks, ready to be sent: each event has an id, and each its own order."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterable
from uuid import UUID

SECRET = "whsec_of_the_bench"
ACCOUNT_MODE = "test"
STRIPE_VERSION = "2026-05-27.dahlia"


def intent_id(number: int) -> str:
    """The payment intent of the order of this number, in every database of the bench."""
    return f"pi_n{number:08d}"


def fintoc_event(number: int, *, kind: str = "succeeded") -> bytes:
    """What Fintoc posts when the order of this number is paid; about 800 bytes."""
    intent = intent_id(number)
    data = {
        "id": intent,
        "object": "payment_intent",
        "amount": 2476,
        "currency": "CLP",
        "status": kind,
        "mode": ACCOUNT_MODE,
        "widget_token": None,
        "customer_email": f"cliente{number}@example.com",
        "reference_id": "90123712",
        "transaction_date": "2026-11-22T14:32:07.000Z",
        "created_at": "2026-11-22T14:31:07.000Z",
        "error_reason": None,
        "recipient_account": {
            "type": "checking_account",
            "number": "000123457",
            "holder_id": "111111111",
            "institution_id": "cl_banco_de_chile",
        },
        "sender_account": {
            "type": "checking_account",
            "number": "422159212",
            "holder_id": "222222222",
            "institution_id": "cl_banco_estado",
        },
        "metadata": {"order": f"N{number}"},
    }
    event = {
        "id": f"evt_{kind}_{number:08d}",
        "object": "event",
        "type": f"payment_intent.{kind}",
        "mode": ACCOUNT_MODE,
        "created_at": "2026-11-22T14:32:07.000Z",
        "data": data,
    }
    return json.dumps(event).encode()


def balance_event(number: int) -> bytes:
    """The same money in Stripe's words, as an event for which dj-stripe asks Stripe nothing."""
    data = json.loads(fintoc_event(number))["data"]
    return _stripe_event(number, "balance.available", {**data, "object": "balance"})


def session_event(number: int) -> bytes:
    """The same as a finished checkout, which is what django-payments listens to."""
    data = json.loads(fintoc_event(number))["data"]
    session = {
        "id": f"cs_{number}",
        "object": "checkout.session",
        "client_reference_id": str(UUID(int=number)),
        "payment_status": "paid",
        "status": "complete",
    }
    return _stripe_event(number, "checkout.session.completed", {**data, **session})


def _stripe_event(number: int, kind: str, data: dict[str, object]) -> bytes:
    event = {
        "id": f"evt_{number:08d}",
        "object": "event",
        "api_version": STRIPE_VERSION,
        "created": int(time.time()),
        "data": {"object": {**data, "livemode": False}},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": kind,
    }
    return json.dumps(event).encode()


SCHEMES: dict[str, tuple[str, Callable[[int], bytes]]] = {
    "fintoc": ("Fintoc-Signature", fintoc_event),
    "stripe": ("Stripe-Signature", balance_event),
    "django-payments": ("Stripe-Signature", session_event),
}


def posts(path: str, numbers: Iterable[int], *, scheme: str = "fintoc") -> list[bytes]:
    """Whole HTTP requests, signed now, so that none is signed while time is taken."""
    header, event = SCHEMES[scheme]
    made = []
    for number in numbers:
        body, moment = event(number), int(time.time())
        signed = hmac.new(SECRET.encode(), f"{moment}.".encode() + body, hashlib.sha256)
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            f"{header}: t={moment},v1={signed.hexdigest()}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


def get(path: str, *, cookie: str = "") -> bytes:
    """The request for a page, as a browser with this cookie sends it."""
    kept = f"Cookie: {cookie}\r\n" if cookie else ""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Accept-Language: es\r\n{kept}\r\n"
    ).encode()
