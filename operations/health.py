"""Is the shop all right? Named probes, each one question with an answer in words and its mend.

`manage.py doctor` prints them, the back office's home and its go-live checklist show them, and
`/metrics` exposes them. What reads only our own settings and database is here; what asks Fintoc, a
mail server or the shop's own address is in `reaching.py`.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error as DatabaseAway
from django.db.models import Max, Min
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from fintoc_client.errors import FintocError
from operations import reaching, set_up
from operations.finding import BAD, OK, WARNING, Finding, Probe
from operations.worker import CHORES
from orders.models import Alert, Outbox, Reconciliation
from webhooks.models import WebhookEvent

log = logging.getLogger(__name__)

LATE = timedelta(minutes=3)  # more than a worker that runs ever leaves a row lying


def find_worker(now: datetime) -> Finding:
    """Whether somebody works on what is due. A worker's first turn leaves a row that stays."""
    mend = _("Inicia manage.py worker, y mira su registro si ya corre.")
    if not Reconciliation.objects.filter(account=settings.FINTOC_ACCOUNT).exists():
        return Finding(BAD, _("Nunca ha trabajado"), mend=mend)
    due = [chore.rows().filter(due_at__isnull=False) for chore in CHORES]
    oldest = [rows.aggregate(due_at=Min("due_at"))["due_at"] for rows in due]
    since = min(filter(None, oldest), default=None)
    if since is not None and now - since > LATE:
        text = _("No está trabajando: hay tareas esperando desde")
        return Finding(BAD, text, since, mend)
    return Finding(OK, _("Al día"))


def find_fintoc(now: datetime) -> Finding:
    """Whether Fintoc takes us for who we are."""
    refusal = Alert.objects.open().filter(kind=Alert.SHOP_SIDE).exclude(subject=Alert.CLOCK).first()
    if refusal is not None:
        mend = _("Revisa las llaves, los productos activados y las IP permitidas en Fintoc.")
        return Finding(BAD, _("Fintoc rechaza a la tienda desde"), refusal.created_at, mend)
    return Finding(OK, _("Sin rechazos"))


def find_webhooks(now: datetime) -> Finding:
    """Whether Fintoc can tell us anything by itself, and when it last did."""
    if not settings.FINTOC_WEBHOOK_SECRETS:
        text = _("Sin secreto: los pedidos se confirman solo preguntando a Fintoc")
        mend = _("Ejecuta manage.py register_webhook y pon el secreto en FINTOC_WEBHOOK_SECRETS.")
        return Finding(WARNING, text, mend=mend)
    events = WebhookEvent.objects.filter(account=settings.FINTOC_ACCOUNT)
    last = events.aggregate(at=Max("received_at"))["at"]
    if last is None:
        mend = _("manage.py doctor pide a Fintoc un aviso de prueba y espera a que llegue.")
        return Finding(WARNING, _("Todavía no llega ninguno"), mend=mend)
    return Finding(OK, _("El último llegó"), last)


def find_mails(now: datetime) -> Finding:
    """Whether mails leave."""
    stuck = Outbox.objects.filter(account=settings.FINTOC_ACCOUNT, due_at__isnull=False)
    since = stuck.exclude(error="").aggregate(at=Min("first_tried_at"))["at"]
    if since is not None:
        mend = _("Revisa EMAIL_URL; cada pedido muestra el error de sus correos.")
        return Finding(WARNING, _("Hay correos que no logran salir desde"), since, mend)
    return Finding(OK, _("Salen"))


# The machine as it runs, for the home page: the database alone is read.
RUNNING: Sequence[Probe] = (
    Probe("worker", gettext_noop("Trabajador"), find_worker),
    Probe("fintoc", gettext_noop("Fintoc"), find_fintoc),
    Probe("webhooks", gettext_noop("Avisos de Fintoc"), find_webhooks),
    Probe("mails", gettext_noop("Correos"), find_mails),
)
# How it was set up: read from settings and database, slowly enough to be asked for.
SET_UP: Sequence[Probe] = (
    Probe("checks", gettext_noop("Ajustes"), set_up.find_checks),
    Probe("mode", gettext_noop("Llaves y modo"), set_up.find_mode),
    Probe("migrations", gettext_noop("Migraciones"), set_up.find_migrations),
    Probe("database", gettext_noop("Base de datos"), set_up.find_database),
    Probe("csp", gettext_noop("Direcciones de Fintoc en la página de pago"), set_up.find_csp),
    Probe("legal", gettext_noop("Datos legales de la tienda"), set_up.find_legal),
    Probe("mail_settings", gettext_noop("Servidor de correo"), set_up.find_mail_settings),
    Probe("owner", gettext_noop("Quién entra a la administración"), set_up.find_owner),
)
# These ask others, and take seconds.
REACHING: Sequence[Probe] = (
    Probe("api", gettext_noop("API de Fintoc y reloj"), reaching.find_api),
    Probe("endpoint", gettext_noop("Dirección de avisos en Fintoc"), reaching.find_endpoint),
    Probe("site", gettext_noop("La tienda desde fuera"), reaching.find_site),
)
# These send something as well: `manage.py doctor` alone does that.
SENDING: Sequence[Probe] = (
    Probe("test_event", gettext_noop("Aviso de prueba"), reaching.find_test_event),
    Probe("test_mail", gettext_noop("Correo de prueba"), reaching.find_test_mail),
)


def examine(now: datetime, probes: Sequence[Probe] = RUNNING) -> list[tuple[str, Finding]]:
    """Ask every probe; return (name, finding) in their order. None fails for the others."""
    return [(probe.name, asked(probe, now)) for probe in probes]


def asked(probe: Probe, now: datetime) -> Finding:
    """What a probe finds; that it cannot even look is a finding, too."""
    try:
        return probe.find(now)
    except DatabaseAway as error:
        mend = _("Revisa DATABASE_URL y que la base de datos esté en marcha.")
        text = _("La base de datos no responde, o no está migrada")
        return Finding(BAD, text, mend=mend, details=(type(error).__name__,))
    except FintocError as error:
        mend = _("Mira lo que dice de la API de Fintoc.")
        return Finding(BAD, _("Fintoc no responde"), mend=mend, details=(str(error),))
    except Exception as error:  # a doctor that dies of an illness helps nobody
        mend = _("Corrige primero lo que está en rojo antes de esto; si no, mira el registro.")
        log.exception("the probe %s failed", probe.key)
        text = _("No se pudo comprobar")
        return Finding(BAD, text, mend=mend, details=(type(error).__name__,))
