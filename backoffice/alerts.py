"""Alerts: what waits for a decision, and the page where one is decided."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from backoffice import words
from backoffice.page import page
from backoffice.paging import paged
from backoffice.roles import DECIDE, REFUND, SEE_ALERTS, needs
from catalog.country import store_country
from catalog.money import NotMoney, UnknownCurrency, read_money
from fintoc_client.errors import FintocError, NotFound
from orders import choices
from orders.account import AnotherAccount, fintoc
from orders.carrying_out import AmountMissing, MoneyIsGone
from orders.choices import GIVES_MONEY_BACK, OFFERED, Decision
from orders.correcting import NotAnAddress, is_to_shopper
from orders.decisions import AlreadyDecided, NotOffered, ReasonMissing, decide
from orders.models import Alert, Outbox
from orders.orphans import NoSuchOrder
from orders.refunds import NotRefundable
from orders.stock import OutOfStock

# What each choice asks for beside the reason.
FIELDS = {
    choices.ATTACH: "order_number",
    choices.RESEND: "email",
    choices.TRY_AGAIN: "amount",
}
REFUSALS: dict[type[Exception], Promise] = {
    ReasonMissing: gettext_lazy("Escribe por qué lo decides así."),
    AlreadyDecided: gettext_lazy("Ya estaba decidida."),
    NotOffered: gettext_lazy("Elige una de las opciones."),
    AmountMissing: gettext_lazy("Escribe el monto a devolver."),
    NotRefundable: gettext_lazy("Ese monto no se puede devolver: no queda tanto de ese pago."),
    MoneyIsGone: gettext_lazy("Ese dinero ya se devolvió, o va de vuelta: elige devolver."),
    NoSuchOrder: gettext_lazy("No hay ningún pedido con ese número."),
    NotAnAddress: gettext_lazy("Ese no es un correo."),
    AnotherAccount: gettext_lazy("Es de otra cuenta de Fintoc."),
    UnknownCurrency: words.UNKNOWN_CURRENCY,
    NotFound: gettext_lazy("Fintoc no conoce ese pago."),
    FintocError: gettext_lazy("Fintoc no responde ahora. No se decidió nada."),
}
REFUSED: tuple[type[Exception], ...] = (OutOfStock, NotMoney, *REFUSALS)


@needs(SEE_ALERTS)
def alert_list(request: HttpRequest) -> HttpResponse:
    """GET: what is open; `?all=1`: what was decided, too."""
    alerts = Alert.objects.select_related("order", "payment")
    shows_all = request.GET.get("all") == "1"
    return page(
        request,
        "alerts.html",
        title=_("Alertas"),
        alerts=paged(alerts if shows_all else alerts.open(), request),
        shows_all=shows_all,
    )


@needs(SEE_ALERTS)
def alert_page(request: HttpRequest, alert_id: int) -> HttpResponse:
    """GET: what happened, and what can be done about it."""
    return _shown(request, _alert(alert_id))


@require_POST
@needs(DECIDE)
def decide_alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    """POST `word` and `reason`, with what the choice needs. Money goes back by the owner alone."""
    alert = _alert(alert_id)
    if request.POST.get("word") in GIVES_MONEY_BACK and not request.user.has_perm(REFUND):
        messages.error(request, _("Devolver dinero es cosa del dueño."))
        return _shown(request, alert, status=403)
    try:
        decision = _read(request, alert)
        decide(alert_id=alert.pk, decision=decision, client=fintoc(), now=timezone.now())
    except REFUSED as refusal:
        messages.error(request, _why_not(refusal, alert))
        return _shown(request, _alert(alert_id), status=422)
    messages.success(request, _("Decidido."))
    if decision.word == choices.WAIT:
        return HttpResponseRedirect(reverse("admin:orders_alert_change", args=[alert.pk]))
    return HttpResponseRedirect(reverse("admin:orders_alert_changelist"))


def _alert(alert_id: int) -> Alert:
    return get_object_or_404(Alert.objects.select_related("order", "payment"), pk=alert_id)


def _read(request: HttpRequest, alert: Alert) -> Decision:
    amount = request.POST.get("amount", "").strip()
    return Decision(
        word=request.POST.get("word", ""),
        reason=request.POST.get("reason", ""),
        cause=request.user.get_username(),
        amount=read_money(amount, _currency(alert)) if amount else None,
        email=request.POST.get("email", "").strip(),
        order_number=request.POST.get("order_number", ""),
    )


def _currency(alert: Alert) -> str:
    payment = alert.payment_meant
    return payment.received_currency if payment else store_country().currency


def _why_not(refusal: Exception, alert: Alert) -> str:
    if isinstance(refusal, OutOfStock):
        text = _("Solo quedan %(stock)s de %(product)s: corrige el stock primero, o devuelve.")
        return text % {"stock": refusal.product.stock, "product": refusal.product.name}
    if isinstance(refusal, NotMoney):
        return str(words.HOW_MONEY_IS_WRITTEN[_currency(alert)])
    return str(next(REFUSALS[kind] for kind in type(refusal).__mro__ if kind in REFUSALS))


def _shown(request: HttpRequest, alert: Alert, *, status: int = 200) -> HttpResponse:
    may_refund = request.user.has_perm(REFUND)
    offered = [
        {"word": word, "is_mine": may_refund or word not in GIVES_MONEY_BACK}
        for word in OFFERED[alert.kind]
    ]
    return page(
        request,
        "alert.html",
        status=status,
        title=alert.words.title,
        alert=alert,
        offered=offered,
        fields=_fields(alert),
        typed=request.POST,
        may_decide=request.user.has_perm(DECIDE),
    )


def _fields(alert: Alert) -> set[str]:
    fields = {FIELDS[word] for word in OFFERED[alert.kind] if word in FIELDS}
    if alert.is_request:
        fields.add("amount")
    if "email" in fields:
        row = Outbox.objects.filter(key=alert.subject).first()
        return fields if row is not None and is_to_shopper(row) else set()
    return fields
