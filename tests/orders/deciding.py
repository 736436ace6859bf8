"""Staff decide an alert, and what their tests ask of an order then."""

from django.utils import timezone

from orders.account import fintoc
from orders.choices import Decision
from orders.decisions import decide
from orders.models import Alert, Refund


def choose(word, *, alert=None, reason="porque sí", **facts):
    alert = alert or Alert.objects.get(resolved_at=None)
    decision = Decision(word=word, reason=reason, cause="owner", **facts)
    decide(alert_id=alert.pk, decision=decision, client=fintoc(), now=timezone.now())
    alert.refresh_from_db()
    return alert


def after(order):
    order.refresh_from_db()
    return order


def kinds(order):
    return sorted(order.outbox.exclude(kind="M2").values_list("kind", flat=True))


def the_refund():
    refund = Refund.objects.get()
    return refund.payment, refund.amount, refund.requested_by
