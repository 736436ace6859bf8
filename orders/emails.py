"""Which mail each change sends, and how one is sent.

`queue` writes outbox rows in the transaction of the change; `deliver` runs later, in the worker.
Templates: `templates/orders/emails/<kind>.{subject.txt,txt,html}`.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string

from catalog.store import store_identity
from orders.models import Alert, Order, OrderEvent, Outbox, Payment

CONFIRMED, PENDING, RETRY = "E1", "E2", "E3"
TEMPLATES = {CONFIRMED: "confirmed", PENDING: "pending", RETRY: "retry"}
HOOK = "hook:"


def queue(*, order: Order, payment: Payment, order_changed: bool, now: datetime) -> None:
    """Write what a payment's rise sends. Every key is unique, so each thing is sent once."""
    if payment.is_waiting and order.is_pending:
        _enqueue(PENDING, f"{PENDING}:{payment.pk}", order, payment, now, due_at=now)
    if order_changed and order.is_paid:
        _enqueue(CONFIRMED, f"{CONFIRMED}:{order.pk}", order, payment, now, due_at=now)
        for path in settings.ORDER_PAID_HOOKS:
            _enqueue(HOOK + path, f"{HOOK}{path}:{order.pk}", order, payment, now, due_at=now)
    may_pay_again = payment.is_unsuccessful and payment.reason.action is not None
    if may_pay_again and _is_to_be_paid_again(order):
        due_at = now + timedelta(minutes=settings.RETRY_MAIL_MINUTES)
        _enqueue(RETRY, f"{RETRY}:{order.pk}", order, payment, now, due_at=due_at)


def _enqueue(
    kind: str, key: str, order: Order, payment: Payment, now: datetime, *, due_at: datetime
) -> None:
    Outbox.enqueue(key=key, kind=kind, order=order, payment=payment, due_at=due_at, now=now)


def deliver(row: Outbox, *, now: datetime) -> None:
    """Send one outbox row. A failure is kept on the row, which waits and tries again.

    A mail goes out twice only if the process dies between the server's 250 and our commit; both
    copies then carry the same Message-ID.
    """
    row.refresh_from_db()  # and its order with it: minutes may have passed since it was claimed
    if row.due_at is None:
        return
    if row.kind == RETRY and not _is_to_be_paid_again(row.order):
        row.drop(reason="the order is no longer waiting to be paid again")
        return
    if row.kind.startswith(HOOK) and row.order.is_blocked:
        row.wait(reason="staff must decide an alert first", now=now)
        return
    try:
        if row.kind.startswith(HOOK):
            import_string(row.kind.removeprefix(HOOK))(row.order)
        else:
            message(row).send()
    except Exception as error:
        _note_failure(row, error, now=now)
        return
    with transaction.atomic():
        row.mark_sent(now=now)
        OrderEvent.add(
            order=row.order, kind=OrderEvent.MAIL, value=row.kind, cause="worker", now=now
        )


def _is_to_be_paid_again(order: Order) -> bool:
    return (order.is_failed or order.is_rejected) and not order.is_blocked


def _note_failure(row: Outbox, error: Exception, *, now: datetime) -> None:
    with transaction.atomic():
        if not row.try_later(error=f"{type(error).__name__}: {error}", now=now):
            kind, subject, detail = Alert.MAIL_PARKED, row.key, row.error
            Alert.raise_once(kind=kind, subject=subject, detail=detail, order=row.order, now=now)


def message(row: Outbox) -> EmailMultiAlternatives:
    """Build the mail of a row, in the order's language, text first and HTML beside it."""
    order = row.order
    template = f"orders/emails/{TEMPLATES[row.kind]}"
    with translation.override(order.language):
        context = _context(order, row.payment)
        subject = " ".join(render_to_string(f"{template}.subject.txt", context).split())
        mail = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string(f"{template}.txt", context),
            to=[order.email],
            reply_to=[settings.STORE_EMAIL],
            headers={
                "Message-ID": f"<outbox-{row.pk}-{order.number}@{settings.SITE.hostname}>",
                "References": f"<order-{order.number}@{settings.SITE.hostname}>",
                "Auto-Submitted": "auto-generated",
            },
        )
        mail.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return mail


def _context(order: Order, payment: Payment | None) -> dict[str, Any]:
    return {
        "order": order,
        "lines": list(order.lines.order_by("pk")),
        "payment": payment,
        "order_url": settings.SITE_URL + reverse("checkout:order", args=[order.token]),
        "terms_url": settings.SITE_URL + reverse("checkout:terms"),
        "store": store_identity(),
    }
