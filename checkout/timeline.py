"""What happened to an order, as its shopper reads it: told by its events, with their times."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orders import refund_status, status
from orders.models import Order, OrderEvent
from orders.models.fulfilling import DELIVERED, PREPARING, READY, SHIPPED, UNFULFILLED
from orders.reasons import reason_for

DONE, NOW, PAST = "done", "now", ""
PREPARED = _("Lo preparamos")
WORDS: dict[tuple[str, str], Promise] = {
    (OrderEvent.STATUS, status.PENDING): _("Tu banco confirma el pago"),
    (OrderEvent.STATUS, status.CANCELED): _("Pedido anulado"),
    (OrderEvent.STATUS, status.SUCCEEDED): _("Pago recibido"),
    (OrderEvent.FULFILLMENT, PREPARING): PREPARED,
    (OrderEvent.FULFILLMENT, SHIPPED): _("En camino"),
    (OrderEvent.FULFILLMENT, READY): _("Listo para retirar"),
    (OrderEvent.FULFILLMENT, DELIVERED): _("Entregado"),
    (OrderEvent.REFUND, refund_status.SUCCEEDED): _("Devolución enviada"),
}
TELLING = (OrderEvent.STATUS, OrderEvent.PAYMENT, OrderEvent.FULFILLMENT, OrderEvent.REFUND)
UNDER_WAY = {status.PENDING, PREPARING, SHIPPED, READY}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A line: `mark` is how it stands (done, now, or past without success); `at` None: not yet."""

    words: str | Promise
    at: datetime | None
    mark: str


def timeline(order: Order, events: Sequence[OrderEvent], *, is_sold: bool) -> list[Step]:
    """From the placing on. `is_sold`: it is paid and nothing is to be decided, so it goes out."""
    told = list(_telling(events))
    steps = [Step(words=_("Pedido hecho"), at=order.created_at, mark=DONE)]
    for event in told:
        mark = NOW if event is told[-1] and event.value in UNDER_WAY else _mark(event)
        steps.append(Step(words=_words(event), at=event.created_at, mark=mark))
    if is_sold and order.fulfillment == UNFULFILLED:
        steps.append(Step(words=PREPARED, at=None, mark=NOW))
    return steps


def _telling(events: Sequence[OrderEvent]) -> Iterable[OrderEvent]:
    """Those that say something to a shopper: each once, and nothing that staff took back."""
    seen = set()
    for event in _without_mistakes(events):
        key = (event.kind, event.value)
        if _words(event) and (key not in seen or event.kind == OrderEvent.PAYMENT):
            seen.add(key)
            yield event


def _without_mistakes(events: Sequence[OrderEvent]) -> list[OrderEvent]:
    """Without what was marked as prepared, and then as not prepared after all."""
    kept: list[OrderEvent] = []
    for event in events:
        if (event.kind, event.value) == (OrderEvent.FULFILLMENT, UNFULFILLED):
            kept = [each for each in kept if each.kind != OrderEvent.FULFILLMENT]
        kept.append(event)
    return kept


def _words(event: OrderEvent) -> str | Promise:
    if event.kind == OrderEvent.PAYMENT and event.value in status.UNSUCCESSFUL:
        return reason_for(error_reason=event.detail, outcome=event.value).heading
    return WORDS.get((event.kind, event.value), "")


def _mark(event: OrderEvent) -> str:
    return PAST if event.kind == OrderEvent.PAYMENT else DONE
