"""Probes that ask others: Fintoc, the mail server, the shop's own address. Each takes seconds."""

import http.client
import smtplib
import ssl
import time
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from fintoc_client.client import DEADLINE_SECONDS, INTENTS, FintocClient
from fintoc_client.errors import FintocError, Unauthorized
from fintoc_client.objects import WebhookEndpoint
from fintoc_client.transport import exchange
from operations.finding import BAD, OK, WARNING, Finding
from orders.account import fintoc
from webhooks.handlers import HANDLERS
from webhooks.models import WebhookEvent
from webhooks.registering import webhook_url

SKEW = timedelta(seconds=60)  # of 300 that a signature may be old
SITE_SECONDS = 5.0
ARRIVAL_SECONDS = 20.0
RENEW_BEFORE = timedelta(days=14)
TEST_TYPE = "payment_intent.succeeded"


def find_api(now: datetime) -> Finding:
    """Whether Fintoc answers this key, and whether its clock and ours agree."""
    client = fintoc()
    url = f"{client.api_url}/{INTENTS}"
    try:
        answer = exchange(client.session, "GET", url, deadline=DEADLINE_SECONDS)
    except Unauthorized as error:
        mend = _("Copia otra vez las llaves del panel de Fintoc, y revisa sus IP permitidas.")
        return Finding(BAD, _("Fintoc no acepta esta llave"), mend=mend, details=(str(error),))
    except FintocError as error:
        mend = _("Revisa FINTOC_API_URL y que esta máquina salga a internet.")
        return Finding(BAD, _("Fintoc no responde"), mend=mend, details=(str(error),))
    skew = _skew(answer.headers.get("Date", ""), timezone.now())
    if skew is not None and abs(skew) > SKEW:
        mend = _("Activa la sincronización de hora (timedatectl set-ntp true).")
        seconds = str(round(skew.total_seconds()))
        return Finding(BAD, _("El reloj de esta máquina está mal"), mend=mend, details=(seconds,))
    return Finding(OK, _("Responde"), details=(settings.FINTOC_ACCOUNT,))


def _skew(date: str, now: datetime) -> timedelta | None:
    try:
        said = parsedate_to_datetime(date)
    except ValueError:
        return None
    return now - (said if said.tzinfo else said.replace(tzinfo=UTC))


def find_endpoint(now: datetime) -> Finding:
    """Whether Fintoc posts to this shop, and everything that the shop listens to."""
    mend = _("Ejecuta manage.py register_webhook.")
    endpoint = _our_endpoint(fintoc())
    if endpoint is None:
        level = WARNING if settings.SITE_IS_LOOPBACK else BAD
        text = _("Fintoc no tiene la dirección de esta tienda")
        return Finding(level, text, mend=mend, details=(webhook_url(),))
    if not endpoint.is_enabled:
        mend = _("Actívala en el panel de Fintoc.")
        return Finding(BAD, _("Está desactivada en Fintoc"), mend=mend)
    missing = tuple(sorted(set(HANDLERS) - endpoint.enabled_events))
    if TEST_TYPE in missing:
        return Finding(BAD, _("Fintoc no avisa de los pagos"), mend=mend, details=missing)
    if missing:
        mend = _("Actívalos en el panel de Fintoc, si los ofrece.")
        return Finding(WARNING, _("Fintoc no avisa de todo"), mend=mend, details=missing)
    return Finding(OK, _("Registrada"), details=(endpoint.url,))


def _our_endpoint(client: FintocClient) -> WebhookEndpoint | None:
    """Ours among those of the account; a working one before one that is switched off."""
    url = webhook_url().rstrip("/")
    ours = [each for each in client.list_webhook_endpoints() if each.url.rstrip("/") == url]
    return max(ours, key=lambda endpoint: endpoint.is_enabled, default=None)


def find_site(now: datetime) -> Finding:
    """Whether the shop answers at its own address, over TLS that browsers trust."""
    mend = _("Revisa el proxy, el DNS y que la tienda esté en marcha.")
    try:
        status, until = _knock()
    except ssl.SSLCertVerificationError as error:
        text = _("El certificado no vale")
        return Finding(BAD, text, mend=mend, details=(error.verify_message,))
    except (OSError, http.client.HTTPException) as error:
        text = _("No responde en SITE_URL")
        return Finding(BAD, text, mend=mend, details=(type(error).__name__,))
    if status != http.HTTPStatus.OK:
        text = _("Responde, pero no está lista")
        return Finding(BAD, text, mend=mend, details=(f"/readyz: {status}",))
    if until is not None and until - now < RENEW_BEFORE:
        mend = _("El proxy debería haberlo renovado: mira su registro.")
        return Finding(WARNING, _("El certificado vence"), until, mend)
    if until is None:
        mend = _("Fuera de esta máquina hace falta https.")
        level = OK if settings.SITE_IS_LOOPBACK else BAD
        return Finding(level, _("Responde, sin https"), mend=mend)
    return Finding(OK, _("Responde; el certificado vale hasta"), until)


def _knock() -> tuple[int, datetime | None]:
    """The status of /readyz, and until when the certificate is good (None: plain http)."""
    host, port = settings.SITE.hostname or "", settings.SITE.port
    if settings.SITE_IS_HTTPS:
        context = ssl.create_default_context()
        secure = http.client.HTTPSConnection(host, port, timeout=SITE_SECONDS, context=context)
        connection: http.client.HTTPConnection = secure
    else:
        connection = http.client.HTTPConnection(host, port, timeout=SITE_SECONDS)
    try:
        connection.connect()
        sock = connection.sock
        until = _good_until(sock) if isinstance(sock, ssl.SSLSocket) else None
        connection.request("GET", "/readyz")
        return connection.getresponse().status, until
    finally:
        connection.close()


def _good_until(sock: ssl.SSLSocket) -> datetime:
    certificate = sock.getpeercert() or {}
    seconds = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
    return datetime.fromtimestamp(seconds, tz=UTC)


def find_test_event(now: datetime) -> Finding:
    """Have Fintoc post an event about nothing real, and see it arrive, rightly signed."""
    client = fintoc()
    endpoint = _our_endpoint(client)
    if endpoint is None:
        text = _("No se puede pedir: la dirección no está registrada")
        return Finding(WARNING, text, mend=_("Ejecuta manage.py register_webhook."))
    newest = WebhookEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    client.send_test_event(endpoint.id, type=TEST_TYPE)
    ends_at = time.monotonic() + ARRIVAL_SECONDS
    while time.monotonic() < ends_at:
        if WebhookEvent.objects.filter(pk__gt=newest, type=TEST_TYPE).exists():
            return Finding(OK, _("Llegó, y con la firma correcta"))
        time.sleep(0.2)
    mend = _("Si la dirección responde desde fuera, FINTOC_WEBHOOK_SECRETS no es el de ella.")
    return Finding(BAD, _("Fintoc lo envió y no llegó"), mend=mend)


def find_test_mail(now: datetime) -> Finding:
    """Send the merchant a mail, and say what the server said."""
    with translation.override(settings.LANGUAGE_CODE):  # as any other mail to them
        mail = EmailMessage(
            subject=str(_("Correo de prueba")),
            body=str(_("Si lees esto, los correos de la tienda salen.")),
            to=[settings.MERCHANT_EMAIL],
        )
    mend = _("Revisa DEFAULT_FROM_EMAIL y MERCHANT_EMAIL.")
    try:
        sent = mail.send()
    except (ValueError, TypeError) as error:  # how Django answers for an address that is none
        text = _("El correo tiene una dirección que no se entiende")
        return Finding(BAD, text, mend=mend, details=(type(error).__name__,))
    except (OSError, smtplib.SMTPException) as error:
        mend = _("Revisa EMAIL_URL y DEFAULT_FROM_EMAIL.")
        text = _("El servidor de correo no lo aceptó")
        return Finding(BAD, text, mend=mend, details=(type(error).__name__,))
    if not sent:
        return Finding(BAD, _("No hay a quién enviarlo"), mend=mend)
    return Finding(OK, _("Enviado a"), details=(settings.MERCHANT_EMAIL,))
