"""What was sold: the money that came in for orders of the configured account, by day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import BigIntegerField, Count, Q, Sum, Value
from django.db.models.functions import Coalesce, NullIf, TruncDate
from django.utils import timezone

from catalog.country import store_country
from orders.models import Payment

# As `Payment.received` and `received_currency` have them.
CAME_IN = Coalesce("reported_amount", "amount", output_field=BigIntegerField())
CURRENCY = Coalesce(NullIf("reported_currency", Value("")), "currency")


@dataclass(frozen=True)
class Day:
    """One day's sales: how many orders were paid, and with how much, in minor units."""

    date: date
    orders: int = 0
    amount: int = 0


def sales_by_day(*, days: int, now: datetime) -> list[Day]:
    """The last `days` days in the shop's time zone, oldest first, today last.

    Another mode's or another account's orders are no sales, nor is a second payment of the same.
    What staff took in another currency than the shop's counts as an order and adds no amount.
    """
    today = timezone.localdate(now)
    first = today - timedelta(days=days - 1)
    began_at = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    paid = Payment.objects.filter(account=settings.FINTOC_ACCOUNT, fulfilled_at__gte=began_at)
    is_ours = Q(came_in_as=store_country().currency)
    rows = (
        paid.annotate(day=TruncDate("fulfilled_at"), came_in_as=CURRENCY)
        .values("day")
        .annotate(orders=Count("pk"), total=Sum(CAME_IN, filter=is_ours))
        .order_by("day")
    )
    known = {row["day"]: Day(row["day"], row["orders"], row["total"] or 0) for row in rows}
    dates = [first + timedelta(days=number) for number in range(days)]
    return [known.get(each, Day(each)) for each in dates]


def summed(days: list[Day]) -> tuple[int, int]:
    """How many orders, and how much in minor units, in all of them."""
    return sum(day.orders for day in days), sum(day.amount for day in days)
