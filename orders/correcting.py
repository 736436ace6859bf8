"""Mend what a shopper mistyped, note what staff know, and send a mail again."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from orders.account import AnotherAccount
from orders.letters import is_to_merchant
from orders.models import Order, OrderEvent, Outbox
from orders.text import in_lines, one_line, storable

NOTE_LIMIT = 500  # characters


class NotAnAddress(ValueError):
    """No mail could be sent to it."""


class NothingWritten(ValueError):
    """A note without a word."""


class NotSendable(ValueError):
    """It is on its way already, or may happen only once."""


def correct_contact(*, order_id: int, email: str, name: str, cause: str, now: datetime) -> None:
    """Write to another address, or to another name, from now on. Raises NotAnAddress.

    What was sent to Fintoc stays as it was.
    """
    email, name = one_line(email), storable(one_line(name), 200)
    try:
        Order._meta.get_field("email").clean(email, None)
    except ValidationError as error:
        raise NotAnAddress(email) from error
    with transaction.atomic():
        order = Order.locked(order_id)
        order.correct({"email": email, "name": name or order.name}, cause=cause, now=now)


def is_to_shopper(row: Outbox) -> bool:
    """Whether it is a mail to the address of its order, which may have to be corrected."""
    return not row.is_hook and not is_to_merchant(row)


def add_note(*, order_id: int, text: str, cause: str, now: datetime) -> None:
    """Keep what only staff read. Raises NothingWritten."""
    text = storable(in_lines(text), NOTE_LIMIT)
    if not text:
        raise NothingWritten
    with transaction.atomic():
        order = Order.locked(order_id)
        OrderEvent.add(
            order=order, kind=OrderEvent.NOTE, value="note", detail=text, cause=cause, now=now
        )


def send_again(*, outbox_id: int, cause: str, now: datetime) -> None:
    """Send a mail once more, to the address its order has now.

    A hook that has run is left alone: the invoicing system would hear of the order twice. Raises
    NotSendable or AnotherAccount.
    """
    with transaction.atomic():
        row = Outbox.objects.select_related("order").get(pk=outbox_id)
        if row.order is not None:
            row.order = Order.locked(row.order.pk)
            row.refresh_from_db(fields=["sent_at", "due_at"])
            if not row.order.is_of_this_account:  # no worker of this one would ever send it
                raise AnotherAccount(row.order.account)
        if not row.may_be_sent_again:
            raise NotSendable(row.key)
        row.arm(now=now)
        if row.order is not None:
            OrderEvent.add(
                order=row.order,
                kind=OrderEvent.NOTE,
                value="sent again",
                detail=row.kind,
                cause=cause,
                now=now,
            )
