"""How often a page may be asked to do something, counted in the database for all processes.

An order's own pages are limited by its token: shoppers behind one address do not share it. Where
there is no order yet, a browser is limited by its session, and an address by a wide bound.
"""

import hashlib
import hmac
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from operations.addresses import client_address, is_near
from operations.models import Window

MINUTE = timedelta(minutes=1)
TEN_MINUTES = timedelta(minutes=10)

Key = Callable[[HttpRequest, Mapping[str, Any]], str]  # "": nothing to count by


def by_order(_request: HttpRequest, arguments: Mapping[str, Any]) -> str:
    """The order's token."""
    return str(arguments.get("token", ""))


def by_session(request: HttpRequest, _arguments: Mapping[str, Any]) -> str:
    """The browser's session, once it has one."""
    return str(request.session.session_key or "")


def by_address(request: HttpRequest, _arguments: Mapping[str, Any]) -> str:
    """The visitor's address. One of our own network is a proxy that does not say whose it is, and
    counting by that would let one visitor lock all others out."""
    address = client_address(request)
    return "" if is_near(address) else address


@dataclass(frozen=True)
class Limit:
    """At most `most` posts within `period`, for each value of `key`."""

    key: Key
    most: int
    period: timedelta


# By the name of the address; only posts are counted, and webhooks never.
LIMITS: Mapping[str, tuple[Limit, ...]] = {
    "checkout:details": (Limit(by_session, 10, MINUTE), Limit(by_address, 60, MINUTE)),
    "checkout:payments": (Limit(by_order, 60, TEN_MINUTES),),  # a double click is not an attack
    "checkout:refresh": (Limit(by_order, 240, TEN_MINUTES),),  # it asks Fintoc far more seldom
    "checkout:cancel": (Limit(by_order, 20, TEN_MINUTES),),
    "checkout:request": (Limit(by_order, 10, TEN_MINUTES),),
    "checkout:link": (Limit(by_order, 10, TEN_MINUTES),),
    "checkout:find": (Limit(by_session, 10, TEN_MINUTES), Limit(by_address, 20, TEN_MINUTES)),
    "admin:login": (Limit(by_address, 30, TEN_MINUTES),),  # beside django-axes
    "set_language": (Limit(by_address, 60, MINUTE),),
}


def seconds_to_wait(request: HttpRequest, *, name: str, arguments: Mapping[str, Any]) -> int:
    """Count this post; 0 if it may go on, else after how many seconds it may be tried again."""
    if request.method != "POST":
        return 0
    now = timezone.now()
    limits = LIMITS.get(name, ())
    waits = [_wait(limit, name, limit.key(request, arguments), now) for limit in limits]
    return max(waits, default=0)


def _wait(limit: Limit, name: str, value: str, now: datetime) -> int:
    if not value:
        return 0
    key = _digest(f"{name}|{limit.key.__name__}|{value}")
    window = Window.hit(key, period=limit.period, now=now)
    if window.count <= limit.most:
        return 0
    return max(1, math.ceil((window.ends_at - now).total_seconds()))


def _digest(text: str) -> str:
    """So that the table holds neither addresses nor tokens."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
