"""Is the shop all right? Named probes, each one question with an answer in words.

The back office shows them. They read the database alone: none asks Fintoc or a mail server.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Max, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from operations.worker import CHORES
from orders.models import Alert, Outbox
from webhooks.models import WebhookEvent

OK, WARNING, BAD = "ok", "warning", "bad"
LATE = timedelta(minutes=3)  # more than a worker that runs ever leaves a row lying


@dataclass(frozen=True)
class Finding:
    """What a probe found. `at` is the moment it speaks of, if there is one."""

    level: str
    text: str | Promise
    at: datetime | None = None


@dataclass(frozen=True)
class Probe:
    """`name` is a message to translate."""

    name: str
    find: Callable[[datetime], Finding]


def find_worker(now: datetime) -> Finding:
    """Whether somebody works on what is due."""
    due = [chore.rows().filter(due_at__isnull=False) for chore in CHORES]
    oldest = [rows.aggregate(due_at=Min("due_at"))["due_at"] for rows in due]
    since = min(filter(None, oldest), default=None)
    if since is not None and now - since > LATE:
        return Finding(BAD, _("No está trabajando: hay tareas esperando desde"), since)
    return Finding(OK, _("Al día"))


def find_fintoc(now: datetime) -> Finding:
    """Whether Fintoc takes us for who we are."""
    refusal = Alert.objects.open().filter(kind=Alert.SHOP_SIDE).first()
    if refusal is not None:
        return Finding(BAD, _("Fintoc rechaza a la tienda desde"), refusal.created_at)
    return Finding(OK, _("Sin rechazos"))


def find_webhooks(now: datetime) -> Finding:
    """Whether Fintoc can tell us anything by itself, and when it last did."""
    if not settings.FINTOC_WEBHOOK_SECRETS:
        text = _("Sin secreto: los pedidos se confirman solo preguntando a Fintoc")
        return Finding(WARNING, text)
    events = WebhookEvent.objects.filter(account=settings.FINTOC_ACCOUNT)
    last = events.aggregate(at=Max("received_at"))["at"]
    if last is None:
        return Finding(WARNING, _("Todavía no llega ninguno"))
    return Finding(OK, _("El último llegó"), last)


def find_mails(now: datetime) -> Finding:
    """Whether mails leave."""
    stuck = Outbox.objects.filter(account=settings.FINTOC_ACCOUNT, due_at__isnull=False)
    since = stuck.exclude(error="").aggregate(at=Min("first_tried_at"))["at"]
    if since is not None:
        return Finding(WARNING, _("Hay correos que no logran salir desde"), since)
    return Finding(OK, _("Salen"))


PROBES: Sequence[Probe] = (
    Probe(gettext_noop("Trabajador"), find_worker),
    Probe(gettext_noop("Fintoc"), find_fintoc),
    Probe(gettext_noop("Avisos de Fintoc"), find_webhooks),
    Probe(gettext_noop("Correos"), find_mails),
)


def examine(now: datetime) -> list[tuple[str, Finding]]:
    """Ask every probe; return (name, finding) in their order."""
    return [(probe.name, probe.find(now)) for probe in PROBES]
