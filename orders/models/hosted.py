"""Hosted: the checkout session of a Payment whose shopper is sent to a page of Fintoc's.

Fintoc's session has a life of its own. It may bring a payment intent, or several, or none; what
each of those means for the money is in `Reported`. Docs: /api/payments-api/checkout-sessions.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from fintoc_client.objects import CheckoutSession

if TYPE_CHECKING:
    from orders.models.payment import Payment

# As long as the stock is held unless told otherwise. Sent again eight minutes later at most, it is
# still twenty minutes ahead, and Fintoc wants ten (third parties).
SESSION_LIFE = timedelta(minutes=30)
WIDGET, REDIRECT = "widget", "redirect"  # Fintoc's window over our page, or a page of Fintoc's
CREATED, FINISHED, EXPIRED = "created", "finished", "expired"
OVER = frozenset({FINISHED, EXPIRED})  # nobody can pay it any more


class Hosted(models.Model):
    """The half of a Payment that is about its way to the bank; all but `flow` is its session's."""

    flow = models.CharField(
        max_length=20, default=WIDGET, choices=[(WIDGET, WIDGET), (REDIRECT, REDIRECT)]
    )
    session_id = models.CharField(max_length=255, null=True, blank=True)  # noqa: DJ001 (unique)
    session_status = models.CharField(max_length=100, blank=True)  # Fintoc's last word on it
    redirect_url = models.TextField(blank=True)  # the page; whoever has the address may pay

    class Meta:
        abstract = True

    @property
    def has_session(self) -> bool:
        """Whether its shopper was sent to Fintoc's page."""
        return self.session_id is not None

    @property
    def has_open_session(self) -> bool:
        """Whether somebody may still pay on Fintoc's page, even if an attempt there failed."""
        return self.has_session and self.session_status not in OVER

    @property
    def has_untouched_session(self) -> bool:
        """Whether nobody has begun to pay, so that Fintoc lets us end it
        (docs: .../checkout-sessions-expire)."""
        return self.has_session and self.session_status == CREATED

    def _follow_session(self, session: CheckoutSession, *, asked: bool) -> None:
        """Take over what is the session's own, unsaved. What has ended stays so."""
        self.session_id = self.session_id or session.id
        if self.session_status not in OVER:
            self.session_status = session.status[:100]
        if asked:
            self.redirect_url = self.redirect_url or session.redirect_url


def session_request(payment: "Payment") -> dict[str, Any]:
    """What a create asks for beside the money. The returns are only words for a screen: which
    page of Fintoc's the shopper left says nothing of the money."""
    page = settings.SITE_URL + reverse("checkout:order", args=[payment.order.token])
    return {
        "payment_method_types": ["bank_transfer"],
        "success_url": f"{page}?paid={payment.reference}",
        "cancel_url": f"{page}?closed={payment.reference}",
        "expires_at": _to_the_second(payment.usable_until),
    }


def _to_the_second(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
