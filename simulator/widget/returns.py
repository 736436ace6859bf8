"""Where a shopper goes who leaves: to the shop's page around the widget, or to its addresses.

Fintoc docs: /guides/payments/accept-a-payment/redirect-page: returning proves nothing. Guess: no
parameter is added to the addresses; a payment still pending returns to the one for success.
"""

from simulator.models import CheckoutSession, PaymentIntent

PAID = (PaymentIntent.Status.SUCCEEDED, PaymentIntent.Status.PENDING)


def after(intent: PaymentIntent | None) -> str:
    """How one leaves once that has happened."""
    return "success" if intent and intent.status in PAID else "exit"


def way_out(session: CheckoutSession | None, *, how: str) -> str:
    """The shop's address, or nothing where the shop's own page surrounds the widget."""
    if session is None or not session.redirect_url:
        return ""
    return session.success_url if how == "success" else session.cancel_url


def retry_address(session: CheckoutSession | None, intent: PaymentIntent) -> str:
    """The session's page, where another attempt is possible."""
    if session is None or not (intent.is_final and session.is_open):
        return ""
    return f"/checkout/{session.fintoc_id}" if session.redirect_url else ""
