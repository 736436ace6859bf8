"""The log: one line per request and per move of money, for machines, with no secret and nobody's
data in it. Addresses carry order tokens, so a line has the route's name and never the path."""

import json
import logging
import re
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
# What a line may have beside its message, where the code that logs names it.
FIELDS = ["route", "method", "status", "took_ms", "order", "payment", "event", "kind", "value"]
FIELDS += ["fintoc_outcome", "webhook_refused"]
SHORTEST_SECRET = 8
HIDDEN = "[…]"


def _unless_account(match: re.Match[str]) -> str:
    """What rows belong to (`test@api.fintoc.com`) looks like a mail address, and says nobody's."""
    accounts = [f"{mode}@{settings.API.hostname}" for mode in ("test", "live")]
    return match[0] if match[0] in accounts else HIDDEN


PATTERNS: list[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]]] = [
    (re.compile(r"\b(?:sk|whsec)_[A-Za-z0-9_-]+"), HIDDEN),
    (re.compile(r"_sec_[A-Za-z0-9_-]+"), f"_sec_{HIDDEN}"),
    (re.compile(r"/orders/[A-Za-z0-9_-]{16,}"), f"/orders/{HIDDEN}"),
    # mail addresses, in addresses of pages, too
    (re.compile(r"\b[\w.+%-]+(?:@|%(?:25)*40)[\w-]+(?:\.[\w-]+)+"), _unless_account),
    (re.compile(r"\b\d{1,2}\.?\d{3}\.?\d{3}-[\dkK]\b"), HIDDEN),  # RUT
    (re.compile(r"(?<![\w.:-])\d{9,18}(?![\w:-]|\.\d)"), HIDDEN),  # account numbers, CLABE, phones
    (re.compile(r"(://[^/\s:@]*:)[^@\s/]+@"), rf"\1{HIDDEN}@"),  # passwords in addresses
]


def redacted(text: str) -> str:
    """The text without this shop's secrets, and without what looks like anybody's data."""
    for secret in _secrets():
        text = text.replace(secret, HIDDEN)
    for pattern, instead in PATTERNS:
        text = pattern.sub(instead, text)
    return text


def _secrets() -> list[str]:
    known = [
        settings.FINTOC_SECRET_KEY,
        _secret_key(),
        settings.EMAIL_HOST_PASSWORD or "",
        settings.METRICS_TOKEN,
        str(settings.DATABASES["default"].get("PASSWORD") or ""),
        *settings.FINTOC_WEBHOOK_SECRETS,
    ]
    return [secret for secret in known if len(secret) >= SHORTEST_SECRET]


def _secret_key() -> str:
    try:
        return str(settings.SECRET_KEY)
    except ImproperlyConfigured:  # how Django answers for an empty one
        return ""


class LineFormatter(logging.Formatter):
    """A line to read: on a developer's machine."""

    default_msec_format = "%s.%03d"

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: "
        line += printable(record.getMessage())
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return redacted(line)


def printable(text: str) -> str:
    """A message in one line, without what would steer a terminal."""
    return "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)


class JsonFormatter(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, tz=UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
        }
        if request_id := REQUEST_ID.get():
            line["request"] = request_id
        texts = {"message": record.getMessage()}
        for name in FIELDS:
            value = getattr(record, name, None)
            if isinstance(value, int):
                line[name] = value
            elif value not in (None, ""):
                texts[name] = str(value)
        if record.exc_info:
            texts["error"] = self.formatException(record.exc_info)
        # ASCII: nothing in it ends a line or steers a terminal
        return json.dumps({**line, **_all_redacted(texts)})


def _all_redacted(texts: dict[str, str]) -> dict[str, str]:
    """Each text redacted. Most lines have nothing to hide, which one look at all of it tells."""
    together = "\n".join(texts.values())
    if redacted(together) == together:
        return texts
    return {name: redacted(text) for name, text in texts.items()}


class RouteNotPath(logging.Filter):
    """Django's own lines about a request name its path; they get its route."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            status = getattr(record, "status_code", "")
            record.msg, record.args = "%s %s: %s", (request.method, route_of(request), status)
        return True


def route_of(request: HttpRequest) -> str:
    """The name of an address, never the address."""
    match = request.resolver_match
    if match is None:
        return "(none)"
    return match.view_name or match.route
