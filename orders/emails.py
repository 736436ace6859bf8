"""Which mail each change sends, and how one is sent. What it says is in `orders/letters.py`.

The `queue_` functions write outbox rows in the transaction of the change; `deliver` runs later, in
the worker.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from socket import gaierror

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from orders.letters import message
from orders.mail_kinds import (
    ALERT,
    ANSWER,
    CONFIRMED,
    ENDED,
    HOOK,
    LATE,
    LINK,
    NEW_ORDER,
    ON_ITS_WAY,
    PENDING,
    REFUND,
    RETRY,
)
from orders.models import Alert, Order, OrderEvent, Outbox, Payment, Refund

OF_PAID = frozenset({CONFIRMED, NEW_ORDER, LATE})  # what `queue_paid` writes, beside the hooks


class MailServerAway(Exception):
    """Nobody is there: this mail is as good as the next."""


def queue_paid(*, order: Order, payment: Payment, is_sure: bool, now: datetime) -> None:
    """Write what being paid sends. `is_sure`: there is something to deliver, so confirm it.

    Every key is unique, here and below, so each thing is sent once.
    """
    hooks = [HOOK + path for path in settings.ORDER_PAID_HOOKS]
    mails = [CONFIRMED, NEW_ORDER] if is_sure else [LATE]
    kinds = {f"{kind}:{order.pk}": kind for kind in mails + hooks}
    Outbox.enqueue(kinds, order=order, payment=payment, due_at=now, now=now)


def queue_unpaid(
    *, order: Order, payment: Payment, payments: Sequence[Payment], now: datetime
) -> None:
    """Write what a payment sends that rose and did not pay its order. `payments`: all of them."""
    if payment.is_waiting and order.is_pending:
        kinds = {_waiting_key(payment): PENDING}
        Outbox.enqueue(kinds, order=order, payment=payment, due_at=now, now=now)
    may_be_told = payment.may_have_waited and not order.is_paid
    if payment.is_unsuccessful and may_be_told and _was_told_to_wait(payment):
        kinds = {f"{ENDED}:{payment.pk}": ENDED}
        Outbox.enqueue(kinds, order=order, payment=payment, due_at=now, now=now)
    elif payment.is_to_be_repeated and order.is_to_be_paid_again(payments):
        due_at = now + timedelta(minutes=settings.RETRY_MAIL_MINUTES)
        kinds = {f"{RETRY}:{order.pk}": RETRY}
        Outbox.enqueue(kinds, order=order, payment=payment, due_at=due_at, now=now)


def queue_closed(*, order: Order, payment: Payment, now: datetime) -> None:
    """Tell who was asked to wait for the bank that staff closed the order as unpaid."""
    if _was_told_to_wait(payment) and not order.is_paid:
        kinds = {f"{ENDED}:{payment.pk}": ENDED}
        Outbox.enqueue(kinds, order=order, payment=payment, due_at=now, now=now)


def queue_refund(*, refund: Refund, now: datetime) -> None:
    """Tell the shopper what became of a refund, once per state that makes a difference to them."""
    on_its_way = Outbox.objects.filter(key=f"{REFUND}:{refund.pk}:{Refund.ON_ITS_WAY}")
    if refund.is_canceled and not on_its_way.filter(sent_at__isnull=False).exists():
        return  # nobody was told that money would come
    Outbox.enqueue(
        {f"{REFUND}:{refund.pk}:{refund.stage}": REFUND},
        order=refund.payment.order,
        payment=refund.payment,
        refund=refund,
        due_at=now,
        now=now,
    )


def queue_on_its_way(*, order: Order, now: datetime) -> None:
    """Tell the shopper that the parcel left, or waits to be picked up: once, whatever follows."""
    key = f"{ON_ITS_WAY}:{order.pk}"
    if not Outbox.objects.filter(key=key).exists():
        Outbox.enqueue({key: ON_ITS_WAY}, order=order, due_at=now, now=now)


def queue_answer(*, alert: Alert, now: datetime) -> None:
    """Send the shopper what staff answered to a request: the alert's decision."""
    key = f"{ANSWER}:{alert.pk}"
    Outbox.enqueue({key: ANSWER}, order=alert.order, alert=alert, due_at=now, now=now)


def queue_link(*, order: Order, now: datetime) -> None:
    """Send the shopper the way back to their order, at most once an hour to each address."""
    key = f"{LINK}:{order.pk}:{now:%Y-%m-%dT%H}:{_short(order.email)}"
    Outbox.enqueue({key: LINK}, order=order, due_at=now, now=now)


def _short(address: str) -> str:
    """Tells addresses apart in a key, which outlives them and has to name nobody."""
    return hashlib.sha256(address.lower().encode()).hexdigest()[:12]


def _waiting_key(payment: Payment) -> str:
    return f"{PENDING}:{payment.pk}"


def _was_told_to_wait(payment: Payment) -> bool:
    return Outbox.objects.filter(key=_waiting_key(payment)).exists()


def deliver(row: Outbox, *, now: datetime) -> None:
    """Send one outbox row. A failure is kept on the row, which waits and tries again.

    A mail goes out twice only if the process dies between the server's 250 and our commit; both
    copies then carry the same Message-ID.
    """
    row.refresh_from_db()  # and its order with it: minutes may have passed since it was claimed
    if row.due_at is None:
        return
    stale = "it was sent" if row.sent_at else _why_stale(row)
    if stale:
        row.drop(reason=stale)
        return
    if row.is_hook and row.order is not None and row.order.is_blocked:
        row.wait(reason="staff must decide an alert first", now=now)
        return
    try:
        if row.is_hook:
            import_string(row.kind.removeprefix(HOOK))(row.order)
        else:
            _send(message(row))
    except Exception as error:
        _note_failure(row, error, now=now)
        return
    with transaction.atomic():
        _lock_order_of(row)
        row.mark_sent(now=now)
        if row.order is not None:
            OrderEvent.add(
                order=row.order, kind=OrderEvent.MAIL, value=row.kind, cause="worker", now=now
            )


def _send(mail: EmailMultiAlternatives) -> None:
    """Raises MailServerAway, or whatever the server says to this mail alone."""
    try:
        mail.send()
    except (ConnectionRefusedError, gaierror) as error:  # none of them is about a mail
        raise MailServerAway(f"{type(error).__name__}: {error}") from error


def park(row: Outbox, *, now: datetime) -> None:
    """Its work ended its worker again and again: staff must look at it."""
    with transaction.atomic():
        _lock_order_of(row)
        row.drop(reason="the worker died of it, or it never came to an end")
        _tell_staff(row, now=now)


def _lock_order_of(row: Outbox) -> None:
    """The order before its mails, as everywhere: a webhook may be arming this very row."""
    if row.order_id is not None:
        Order.locked(row.order_id)


def _why_stale(row: Outbox) -> str:
    """Why a mail is no longer true, checked just before it would go out; "" if it is."""
    order, payment = row.order, row.payment
    if (row.is_hook or row.kind in OF_PAID) and order is not None and not order.is_paid:
        return "the order is not paid"
    if row.is_hook and order is not None and _delivers_nothing(order):
        return "what was paid too late goes back"
    if row.refund is not None and row.refund.stage != row.stage:
        return "the refund has gone on since"
    if order is None or payment is None:
        return ""
    if row.kind == PENDING and not payment.is_waiting:
        return "the bank has answered"
    if row.kind == ENDED and (order.is_paid or order.is_pending):
        return "the order is paid, or at the bank again"
    is_lapsed = order.has_lapsed(now=timezone.now())
    if row.kind == RETRY and (is_lapsed or not order.is_to_be_paid_again(order.payment_list())):
        return "the order is no longer waiting to be paid again"
    return ""


def _delivers_nothing(order: Order) -> bool:
    """Whether its money came too late and goes back, or its things are for sale again since it did.

    One without stock may still be delivered while staff have to decide about it, or since they did.
    """
    if order.keeps_stock:
        return order.was_canceled and order.is_given_back
    if order.is_blocked:
        return order.is_given_back
    order.refresh_from_db(fields=["held_until"])  # they may have a moment ago
    return not order.keeps_stock


def _note_failure(row: Outbox, error: Exception, *, now: datetime) -> None:
    with transaction.atomic():
        _lock_order_of(row)
        if not row.try_later(error=f"{type(error).__name__}: {error}", now=now):
            _tell_staff(row, now=now)
    if isinstance(error, MailServerAway):
        Outbox.put_off_mails(now=now)


def _tell_staff(row: Outbox, *, now: datetime) -> None:
    if row.kind == ALERT:
        return  # a mail about a mail that cannot be sent helps nobody; the alert itself is there
    Alert.raise_once(
        kind=Alert.MAIL_PARKED, subject=row.key, detail=row.error, order=row.order, now=now
    )
