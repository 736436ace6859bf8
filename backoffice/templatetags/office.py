"""Words and looks for the back office's templates."""

import json
import re
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from backoffice import words
from orders import remarks
from orders.mail_kinds import name_of
from orders.models import OrderEvent
from orders.text import bank_name

register = template.Library()
register.filter(bank_name)
register.filter("mail_name", name_of)

TONES = {
    "succeeded": "ok",
    "delivered": "ok",
    "shipped": "ok",
    "ready": "ok",
    "applied": "ok",
    "ok": "ok",
    "pending": "wait",
    "requires_action": "wait",
    "preparing": "info",
    "in_progress": "wait",
    "parked": "wait",
    "warning": "wait",
    "differs": "wait",
    "failed": "bad",
    "rejected": "bad",
    "quarantined": "bad",
    "bad": "bad",
}
TABLES = {
    "order": words.ORDER,
    "payment": words.PAYMENT,
    "fulfillment": words.FULFILLMENT,
    "move": words.MOVE,
    "refund": words.REFUND,
    "outcome": words.OUTCOME,
    "choice": words.CHOICE,
    "refusal": words.REFUSAL,
    "level": words.LEVEL,
    "kind": words.EVENT_KIND,
    "cause": words.CAUSE,
}


@register.filter
def called(key: str, table: str) -> str:
    """`{{ order.status|called:"order" }}`: what people call it."""
    return words.word(TABLES[table], key)


@register.filter
def pill(key: str, table: str) -> SafeString:
    """The same as a small sign, whose word says what its color does."""
    return format_html(
        '<span class="pill {}">{}</span>', TONES.get(key, ""), words.word(TABLES[table], key)
    )


@register.filter
def told(event: OrderEvent) -> str:
    """What a line of the timeline says."""
    if event.kind == OrderEvent.DECISION:
        choice, _colon, _reason = event.detail.partition(": ")
        return called(choice, "choice")
    if event.kind == OrderEvent.MAIL:
        return name_of(event.value)
    return words.word(words.EVENT.get(event.kind, {}), event.value)


@register.filter
def why(event: OrderEvent) -> str:
    """The rest of the line."""
    if event.kind == OrderEvent.DECISION:
        return event.detail.partition(": ")[2]
    if event.value == "sent again":
        return name_of(event.detail)
    return event.remark


@register.filter
def worded(kept: str) -> str:
    """Why a mail did not go out, in words."""
    return remarks.worded(kept)


@register.filter
def breakable(name: str) -> SafeString:
    """The name of an event, which goes on in another line after its `_` and `.` where it must."""
    parts = re.split(r"(?<=[_.])", name)
    return format_html_join(SafeString("<wbr>"), "{}", ((part,) for part in parts))


@register.filter
def pretty(value: Any) -> str:
    """JSON to read."""
    return json.dumps(value, indent=2, ensure_ascii=False)
