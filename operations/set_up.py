"""Probes of how the shop was set up. They read its settings and its database, and ask nobody."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import run_checks
from django.core.checks.security.base import check_secret_key
from django.db import connection
from django.utils.translation import gettext_lazy as _

from operations.finding import BAD, OK, WARNING, Finding
from operations.readiness import migrations_are_missing

EXAMPLES = ("example.com", "Tienda de ejemplo")
LEGAL = ("STORE_LEGAL_NAME", "STORE_TAX_ID", "STORE_ADDRESS", "STORE_PHONE", "STORE_EMAIL")
SENDERS = ("DEFAULT_FROM_EMAIL", "MERCHANT_EMAIL")
NOT_SENT = ("console", "locmem", "dummy", "filebased")  # backends that keep mails to themselves
DURABLE_SQLITE = 2  # PRAGMA synchronous: FULL


def find_checks(now: datetime) -> Finding:
    """The same checks that keep a shop from starting, said as a finding."""
    found = [*run_checks(), *check_secret_key(None)]  # the second only looks before a deployment
    found = [each for each in found if not each.is_silenced()]
    messages = sorted(found, key=lambda each: -each.level)
    errors = [each for each in messages if each.is_serious()]
    said = tuple(f"{each.id}: {each.msg} {each.hint or ''}".strip() for each in messages)
    mend = _("Corrige lo que se nombra en .env (o en el entorno) y reinicia.")
    if errors:
        return Finding(BAD, _("La tienda no arranca con estos ajustes"), mend=mend, details=said)
    if said:
        return Finding(WARNING, _("Sirven solo para probar"), mend=mend, details=said)
    return Finding(OK, _("En orden"))


def find_mode(now: datetime) -> Finding:
    """Whether money that moves is real."""
    if settings.FINTOC_MODE == "live":
        return Finding(OK, _("En vivo: se mueve dinero real"))
    mend = _("Para vender, pon las dos llaves live y registra otra vez la dirección de avisos.")
    return Finding(WARNING, _("De prueba: no se mueve dinero"), mend=mend)


def find_migrations(now: datetime) -> Finding:
    """Whether the database is as new as the code. Raises DatabaseAway."""
    if migrations_are_missing():
        return Finding(BAD, _("Faltan migraciones"), mend=_("Ejecuta manage.py migrate."))
    return Finding(OK, _("Hechas"))


def find_database(now: datetime) -> Finding:
    """Whether what is committed is on the disk, and whether the engine takes several machines."""
    if not _is_durable():
        mend = _("Quita fsync=off, synchronous_commit=off o synchronous=NORMAL.")
        return Finding(BAD, _("Un corte de luz perdería pagos ya confirmados"), mend=mend)
    if connection.vendor != "postgresql":
        mend = _("Para vender, usa PostgreSQL en DATABASE_URL.")
        return Finding(WARNING, _("SQLite: basta para una sola máquina"), mend=mend)
    return Finding(OK, _("PostgreSQL, cada confirmación queda en disco"))


def _is_durable() -> bool:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous")
            return bool(cursor.fetchone()[0] >= DURABLE_SQLITE)
        cursor.execute("SELECT current_setting('fsync'), current_setting('synchronous_commit')")
        fsync, commit = cursor.fetchone()
        return bool(fsync == "on" and commit != "off")


def find_csp(now: datetime) -> Finding:
    """Whether the payment page lets Fintoc's script in, and nobody else's."""
    script = _origin(settings.FINTOC_JS_URL)
    is_tight = all(_origin(host) == host and "*" not in host for host in settings.FINTOC_HOSTS)
    if script not in settings.FINTOC_HOSTS:
        mend = _("Añade a FINTOC_HOSTS el origen de FINTOC_JS_URL.")
        text = _("El navegador bloquearía la ventana de Fintoc")
        return Finding(BAD, text, mend=mend, details=(script,))
    if not is_tight:
        mend = _("Escribe cada dirección como https://js.fintoc.com, sin * ni ruta.")
        return Finding(WARNING, _("FINTOC_HOSTS permite más de lo necesario"), mend=mend)
    return Finding(OK, _("Solo las de Fintoc"), details=tuple(settings.FINTOC_HOSTS))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def find_legal(now: datetime) -> Finding:
    """Whether the pages and mails say who sells, as the law wants it."""
    missing = _unfilled(LEGAL)
    if missing:
        text = _("Faltan datos que la ley exige mostrar")
        mend = _("Complétalos en .env y lee las páginas legales con tu abogado.")
        return Finding(WARNING, text, mend=mend, details=missing)
    return Finding(OK, _("Completos"))


def find_mail_settings(now: datetime) -> Finding:
    """Whether mails go to a server at all, in the shop's own name."""
    if any(word in settings.EMAIL_BACKEND for word in NOT_SENT):
        mend = _("Pon tu servidor de correo en EMAIL_URL; .env.example muestra cómo.")
        return Finding(WARNING, _("Los correos no salen de esta máquina"), mend=mend)
    missing = _unfilled(SENDERS)
    if missing:
        mend = _("Pon direcciones de tu propio dominio.")
        return Finding(WARNING, _("Remitente de ejemplo"), mend=mend, details=missing)
    return Finding(OK, settings.EMAIL_HOST)


def _unfilled(names: tuple[str, ...]) -> tuple[str, ...]:
    values = {name: getattr(settings, name) for name in names}
    return tuple(
        name
        for name, value in values.items()
        if not value or any(example in value for example in EXAMPLES)
    )


def find_owner(now: datetime) -> Finding:
    """Whether anybody can decide what only people can decide."""
    people = get_user_model().objects.filter(is_staff=True, is_active=True)
    if not people.exists():
        mend = _("Ejecuta manage.py createsuperuser.")
        return Finding(BAD, _("Nadie"), mend=mend)
    return Finding(OK, _("Hay personas con acceso"))
