"""Prepare what was paid and hand it over. Nothing leaves while staff have something to decide."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import BigIntegerField, Exists, F, Func, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from catalog.delivery import HOME
from catalog.delivery_rate import PICKUP
from orders.emails import queue_on_its_way
from orders.models import Alert, Order, Payment, Refund
from orders.models.fulfilling import (
    FOLLOWS,
    IS_TO_PREPARE,
    NO_PARCEL,
    PREPARING,
    READY,
    SHIPPED,
    UNFULFILLED,
    Parcel,
)
from orders.refund_status import RETURNED
from orders.status import SUCCEEDED
from orders.text import one_line, storable


class NotFulfillable(ValueError):
    """This order may not be moved so. `reason` is one of the words in `REASONS`."""

    def __init__(self, order: Order, reason: str) -> None:
        super().__init__(f"{order.number}: {reason}")
        self.number = order.number
        self.reason = reason


class NotALink(ValueError):
    """It is no address of the web: a shopper could not follow it, or should not."""


class LinkValidator(URLValidator):
    """Of a page on the web that its column takes."""

    schemes = ("https", "http")
    max_length = 300


AT_HAND = 1000  # orders that wait to be packed: more are a walk through all of them
LONGEST_WORD = 100  # characters, as the columns of a parcel take

UNPAID, BLOCKED, GIVEN_BACK = "unpaid", "blocked", "given back"
OUT_OF_TURN, ANOTHER_ACCOUNT, ANOTHER_WAY = "out of turn", "another account", "another way"
REASONS = (UNPAID, BLOCKED, GIVEN_BACK, OUT_OF_TURN, ANOTHER_ACCOUNT, ANOTHER_WAY)
# What never becomes of an order, by the way it is received; of one without a way, anything may.
NEVER = {HOME: READY, PICKUP: SHIPPED}


def move_order(
    *,
    order_id: int,
    word: str,
    cause: str,
    now: datetime,
    parcel: Parcel = NO_PARCEL,
) -> None:
    """Move a paid order on, and tell its shopper once it is on its way.

    `parcel` is read of what is shipped. The same move again, as a second click makes it, does
    nothing. Raises NotFulfillable or NotALink.
    """
    said = _checked(parcel)
    with transaction.atomic():
        order = Order.locked(order_id)
        carried = said if word == SHIPPED else order.parcel
        if (word, carried) == (order.fulfillment, order.parcel):
            return
        reason = why_not(order, word)
        if reason:
            raise NotFulfillable(order, reason)
        order.move_to(word, parcel=carried, cause=cause, now=now)
        order.touch(now=now)
        if word in (SHIPPED, READY):
            queue_on_its_way(order=order, now=now)


def _checked(parcel: Parcel) -> Parcel:
    """The same as it is kept. Raises NotALink."""
    link = one_line(parcel.tracking_url)
    if link:
        try:
            LinkValidator()(link)
        except ValidationError as error:
            raise NotALink(link) from error
    return Parcel(
        carrier=storable(one_line(parcel.carrier), LONGEST_WORD),
        tracking=storable(one_line(parcel.tracking), LONGEST_WORD),
        tracking_url=link,
    )


def why_not(order: Order, word: str) -> str:
    """Why an order may not be moved to `word`; "" if it may."""
    if not order.is_of_this_account:
        return ANOTHER_ACCOUNT
    if not order.is_paid:
        return UNPAID
    if order.fulfillment not in FOLLOWS[word]:
        return OUT_OF_TURN
    if word == NEVER.get(order.way):
        return ANOTHER_WAY
    if order.is_blocked:
        return BLOCKED
    if order.is_to_be_prepared and word != UNFULFILLED and _goes_back(order):
        return GIVEN_BACK
    return ""


def possible_moves(order: Order) -> list[str]:
    """The words that an order may be moved to now, in their own order."""
    if not order.is_of_this_account or not order.is_paid or order.is_blocked:
        return []
    fitting = [word for word in FOLLOWS if word != NEVER.get(order.way)]
    words = [word for word in fitting if order.fulfillment in FOLLOWS[word]]
    if order.is_to_be_prepared and _goes_back(order):
        words = [word for word in words if word == UNFULFILLED]
    return words


def _goes_back(order: Order) -> bool:
    """Whether its money goes back, or its things did when staff decided that it shall."""
    return not order.keeps_stock or order.is_given_back


def _by_key(orders: QuerySet[Order]) -> QuerySet[Order]:
    """The same, found first: a database that walks the orders by age meets few of them late."""
    keys = list(orders.values_list("pk", flat=True)[: AT_HAND + 1])
    if len(keys) > AT_HAND:
        return Order.objects.filter(pk__in=orders.values("pk"))
    return Order.objects.filter(pk__in=keys)


def to_prepare() -> QuerySet[Order]:
    """The paid orders of this account that wait for somebody to pack them, oldest first."""
    paid = Order.objects.filter(
        IS_TO_PREPARE,
        status=SUCCEEDED,
        account=settings.FINTOC_ACCOUNT,
        held_until__isnull=False,
    )
    waiting = _by_key(paid)
    blocking = Alert.objects.open().blocking().filter(order=OuterRef("pk"))
    paying = Payment.objects.filter(order=OuterRef("pk"), fulfilled_at__isnull=False)
    came_in = Coalesce(
        Subquery(paying.values("reported_amount")[:1]),
        Subquery(paying.values("amount")[:1]),
        output_field=BigIntegerField(),
    )
    going_back = (
        Refund.objects.filter(payment__order=OuterRef("pk"), payment__fulfilled_at__isnull=False)
        .exclude(status__in=RETURNED)
        .order_by()
        # `Sum` would group by the payment, for which every refund there is would be read.
        .annotate(total=Func(F("amount"), function="SUM", output_field=BigIntegerField()))
        .values("total")
    )
    back = Coalesce(Subquery(going_back), 0, output_field=BigIntegerField())
    left = waiting.exclude(Exists(blocking)).annotate(back=back, came_in=came_in)
    return left.filter(back__lt=F("came_in")).order_by("pk")


def given_back_among(orders: Iterable[Order]) -> set[int]:
    """The keys of those whose money all went back, or is going back, in one statement."""
    keys = [order.pk for order in orders if order.is_paid]
    paying = {"payment__order__in": keys, "payment__fulfilled_at__isnull": False}
    refunds = list(Refund.objects.filter(**paying).select_related("payment"))
    payments = {refund.payment for refund in refunds}
    return {each.order_id for each in payments if each.is_given_back_by(refunds)}


def prepare_all(*, order_ids: Iterable[int], cause: str, now: datetime) -> list[NotFulfillable]:
    """Mark each as being prepared, in a transaction of its own; return those that may not be."""
    refused = []
    for order_id in sorted(set(order_ids)):
        try:
            move_order(order_id=order_id, word=PREPARING, cause=cause, now=now)
        except NotFulfillable as refusal:
            refused.append(refusal)
    return refused
