"""Names for new things, shaped like Fintoc's: a prefix, then letters and digits only.

Fintoc docs: /guides/home/changes (ids and tokens are opaque; their length may change).
"""

import string
from random import SystemRandom

CHANCE = SystemRandom()  # the system's own, which nobody can foretell
ALPHABET = string.ascii_letters + string.digits


def random_text(length: int = 27) -> str:
    return "".join(CHANCE.choices(ALPHABET, k=length))


def new_intent_id() -> str:
    return f"pi_{random_text()}"


def new_session_id() -> str:
    return f"cs_{random_text()}"


def new_refund_id() -> str:
    return f"re_{random_text()}"


def new_customer_id() -> str:
    return f"cus_{random_text()}"


def new_event_id() -> str:
    return f"evt_{random_text()}"


def new_endpoint_id() -> str:
    return f"we_{random_text()}"


def new_token_secret() -> str:
    """What follows `_sec_` in a widget token."""
    return random_text(24)


def new_secret_key() -> str:
    return f"sk_test_{random_text(32)}"


def new_public_key() -> str:
    return f"pk_test_{random_text(32)}"


def new_webhook_secret() -> str:
    return f"whsec_test_{random_text(32)}"


def new_bank_reference() -> str:
    """A bank's operation number: digits, as text."""
    return "".join(CHANCE.choices(string.digits, k=9))
