"""Look-ups that cost the same in a shop of any size, on PostgreSQL and on SQLite.

A list that is shown newest first tempts a database to walk it from the newest row until it has met
a page of rows that match: a walk through the whole table if they are few, or old. So what an index
can find is found first, and the walk is told where to begin and where to end.
"""

import re
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import connection
from django.db.models import F, Max, Q, QuerySet, Value
from django.db.models.functions import StrIndex, Upper
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan
from django.utils import timezone

from orders.models import Order

FEW = 1000  # rows that are looked up one by one; more than these are met soon on any walk
NEWEST = 10_000  # orders that SQLite, which has no trigrams, reads for a part of a name
WORD = re.compile(r"[^\W_]{3,}")  # what has trigrams: three letters or digits, and no other sign
SLACK = timedelta(hours=1)  # by how much an older order may have the higher key
AFTER_ALL = "\U0010ffff"  # sorts after anything that is typed


def keyed(keys: Collection[int]) -> Q:
    """The orders with these keys."""
    return Q(pk__in=keys, pk__gte=min(keys), pk__lte=max(keys)) if keys else Q(pk__in=[])


def indexed(narrow: Q) -> Q:
    """What an index finds, by key if it is little."""
    keys = _first_keys(narrow)
    return keyed(keys) if len(keys) <= FEW else narrow


def spelled(field: str, text: str) -> Q:
    """The field is this text, in capitals or not. Needs an index on its `Upper`."""
    return Q(Exact(Upper(F(field)), Upper(Value(text))))


def containing(field: str, text: str) -> Q:
    """The text is somewhere in the field.

    On SQLite it begins the field, or the order is one of the newest. Needs an index on its `Upper`,
    and on PostgreSQL one by trigrams.
    """
    contains = Q(**{f"{field}__icontains": text})
    if connection.vendor == "postgresql":
        rare = _rare_word(field, text)
        return indexed(_with_word(field, rare, text) if rare else contains)
    begins = Q(GreaterThanOrEqual(Upper(F(field)), Upper(Value(text))))
    begins &= Q(LessThan(Upper(F(field)), Upper(Value(text + AFTER_ALL))))
    newest = Order.objects.aggregate(pk=Max("pk"))["pk"] or 0
    contains &= Q(pk__gt=newest - NEWEST)
    keys = {*_first_keys(begins), *_first_keys(contains)}
    return keyed(keys) if len(keys) <= FEW else begins | contains


def numbered(text: str) -> Q:
    """The number begins so, in capitals."""
    if connection.vendor == "postgresql":
        return Q(number__startswith=text)
    return Q(number__gte=text, number__lt=text + AFTER_ALL)  # its LIKE reads the whole table


def placed(since: date | None, until: date | None) -> Q:
    """Placed on these days, the last one included. Keys are given in the order of time, nearly."""
    narrow = Q()
    if since is not None:
        from_then_on = Order.objects.filter(created_at__gte=_midnight(since))
        first_at = from_then_on.order_by("created_at").values_list("created_at", flat=True).first()
        if first_at is None:
            return Q(pk__in=[])
        key = min(_keys(from_then_on.filter(created_at__lte=first_at + SLACK)))
        narrow &= Q(created_at__gte=_midnight(since), pk__gte=key)
    if until is not None:
        until = min(until, date.max - timedelta(days=1))  # a day ends where the next one begins
        ends_at = _midnight(until + timedelta(days=1))
        till_then = Order.objects.filter(created_at__lt=ends_at)
        last_at = till_then.order_by("-created_at").values_list("created_at", flat=True).first()
        if last_at is None:
            return Q(pk__in=[])
        key = max(_keys(till_then.filter(created_at__gte=last_at - SLACK)))
        narrow &= Q(created_at__lt=ends_at, pk__lte=key)
    return narrow


def priced(least: int | None, most: int | None) -> Q:
    """For such an amount, in minor units, both ends included."""
    narrow = Q()
    if least is not None:
        narrow &= Q(amount__gte=least)
    if most is not None:
        narrow &= Q(amount__lte=most)
    return indexed(narrow) if narrow else narrow


def _rare_word(field: str, text: str) -> str:
    """A word of the text that none of the newest orders has, so that few have it; "" if there is
    none, or nothing beside it."""
    words = WORD.findall(text)
    if words == [text]:
        return ""
    newest = Order.objects.order_by("-pk").values_list(Upper(field), flat=True)[:FEW]
    known = "\n".join(newest)
    rare = [word for word in words if word.upper() not in known]
    return max(rare, key=len, default="")


def _with_word(field: str, word: str, text: str) -> Q:
    """The text is somewhere in the field; only a word of it is looked for by trigrams.

    That index is read for every three letters it is asked for, in all rows that have them: a
    million, for the first names that many have.
    """
    has_text = GreaterThan(StrIndex(Upper(F(field)), Upper(Value(text))), 0)
    return Q(has_text, **{f"{field}__icontains": word})


def _first_keys(narrow: Q) -> list[int]:
    return _keys(Order.objects.filter(narrow)[: FEW + 1])


def _keys(orders: QuerySet[Order]) -> list[int]:
    return list(orders.values_list("pk", flat=True))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
