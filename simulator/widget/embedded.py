"""A checkout session without a page of its own: its `session_token` opens the widget instead.

Fintoc docs: /guides/resources/widget/web-integration (which gives no country and no holder type).
Guess: the payment begins when the widget opens.
"""

import secrets

from simulator.models import CheckoutSession, PaymentIntent
from simulator.sessions import SessionRefused, start_payment

COUNTRY_OF = {"CLP": "cl", "MXN": "mx"}


def options_of(session_token: str) -> dict[str, str] | None:
    """What a `widget_token` would have come with. None: no such session, or nothing to pay."""
    session_id, _, secret = session_token.partition("_sec_")
    session = CheckoutSession.objects.filter(fintoc_id=session_id).first()
    if session is None or not secrets.compare_digest(
        session.token_secret.encode(), secret.encode()
    ):
        return None
    intent = _intent_of(session)
    if intent is None:
        return None
    return {
        "widget_token": intent.widget_token,
        "country": COUNTRY_OF[intent.currency],
        "holder_type": "individual",
    }


def _intent_of(session: CheckoutSession) -> PaymentIntent | None:
    try:
        return start_payment(session_id=session.fintoc_id)
    except SessionRefused:
        return session.newest_intent()  # to say how it ended
