"""What can be done to one order: each is a post, one call into a rule, and back to its page.

A form that was refused comes again with that page; nothing of what was typed into it is lost.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from backoffice import words
from backoffice.address import errors_of, label_of
from backoffice.order_page import order_page
from backoffice.refused import ADDRESS, CONTACT, PARCEL, Refused
from backoffice.roles import WORK, needs
from fintoc_client.errors import FintocError
from orders.account import AnotherAccount, fintoc
from orders.asking import ask_again
from orders.correcting import (
    NotAnAddress,
    NothingWritten,
    NotSendable,
    add_note,
    correct_contact,
    send_again,
)
from orders.expiry import Cancellation, cancel_order
from orders.fulfillment import NotALink, NotFulfillable, move_order
from orders.models import Order, Outbox
from orders.models.fulfilling import FULFILLMENTS, Parcel
from orders.readdressing import TooLateToReaddress, WrongAddress, readdress

Act = Callable[[HttpRequest, Order, str], Refused | None]


def action(act: Act) -> Callable[[HttpRequest, int], HttpResponse]:
    """A view of `act(request, order, who)`: posted by who may, answered with the order's page.

    A browser that stands at this address after a refusal may ask for it again: it is led there.
    """

    @needs(WORK)
    @wraps(act)
    def view(request: HttpRequest, order_id: int) -> HttpResponse:
        order = get_object_or_404(Order, pk=order_id)
        if request.method == "POST":
            refused = act(request, order, request.user.get_username())
            if refused is not None:
                return order_page(request, order_id, refused=refused)
        return HttpResponseRedirect(reverse("admin:orders_order_change", args=[order.pk]))

    return view


@action
def move(request: HttpRequest, order: Order, who: str) -> Refused | None:
    """Prepare, ship, make ready or deliver it."""
    word = request.POST.get("word", "")
    if word not in FULFILLMENTS:
        return None
    try:
        move_order(
            order_id=order.pk,
            word=word,
            parcel=Parcel(
                carrier=request.POST.get("carrier", ""),
                tracking=request.POST.get("tracking", ""),
                tracking_url=request.POST.get("tracking_url", ""),
            ),
            cause=who,
            now=timezone.now(),
        )
    except NotALink:
        text = _("Ese no es un enlace: tiene que empezar con https://.")
        messages.error(request, text)
        return _refused(request, PARCEL, {"tracking_url": text})
    except NotFulfillable as refusal:
        messages.error(request, words.word(words.NOT_FULFILLABLE, refusal.reason).capitalize())
    else:
        messages.success(request, words.word(words.FULFILLMENT, word))
    return None


def _refused(request: HttpRequest, form: str, errors: dict[str, str]) -> Refused:
    return Refused(form=form, typed=request.POST.dict(), errors=errors)


@action
def cancel(request: HttpRequest, order: Order, who: str) -> None:
    """Cancel it unpaid. Fintoc is asked first."""
    outcome = cancel_order(order_id=order.pk, client=fintoc(), cause=who, now=timezone.now())
    is_done = outcome is Cancellation.CANCELED
    say = messages.success if is_done else messages.error
    say(request, str(words.CANCELLATION[outcome]))


@action
def correct(request: HttpRequest, order: Order, who: str) -> Refused | None:
    """Mend the address or the name that its shopper typed."""
    email, name = request.POST.get("email", ""), request.POST.get("name", "")
    try:
        correct_contact(order_id=order.pk, email=email, name=name, cause=who, now=timezone.now())
    except NotAnAddress:
        text = _("Ese no es un correo.")
        messages.error(request, text)
        return _refused(request, CONTACT, {"email": text})
    messages.success(request, _("Datos guardados."))
    return None


@action
def address(request: HttpRequest, order: Order, who: str) -> Refused | None:
    """Send it elsewhere than its shopper wrote."""
    try:
        readdress(order_id=order.pk, parts=request.POST.dict(), cause=who, now=timezone.now())
    except WrongAddress as wrong:
        errors = errors_of(wrong)
        labels = ", ".join(str(label_of(part)) for part in errors)
        messages.error(request, _("La dirección no se guardó. Revisa: %s.") % labels)
        return _refused(request, ADDRESS, errors)
    except TooLateToReaddress:
        messages.error(request, _("Ya salió de la tienda, o no se despacha."))
    else:
        messages.success(request, _("Dirección guardada."))
    return None


@action
def note(request: HttpRequest, order: Order, who: str) -> None:
    """Keep what only staff read."""
    text = request.POST.get("text", "")
    try:
        add_note(order_id=order.pk, text=text, cause=who, now=timezone.now())
    except NothingWritten:
        messages.error(request, _("Escribe algo primero."))


@action
def ask(request: HttpRequest, order: Order, who: str) -> None:
    """Ask Fintoc about each of its payments now, ended ones too."""
    try:
        asked = ask_again(order=order, client=fintoc(), cause=who, now=timezone.now())
    except FintocError:
        messages.error(request, _("Fintoc no responde ahora."))
        return
    messages.success(request, _("Preguntamos a Fintoc por %d pagos.") % asked)


@require_POST
@needs(WORK)
def send_mail_again(request: HttpRequest, outbox_id: int) -> HttpResponse:
    """POST: send a mail once more, to the address its order has now."""
    row = get_object_or_404(Outbox, pk=outbox_id, order__isnull=False)
    try:
        send_again(outbox_id=row.pk, cause=request.user.get_username(), now=timezone.now())
    except AnotherAccount:
        messages.error(request, _("Es de otra cuenta de Fintoc."))
    except NotSendable:
        messages.error(request, _("Ya está por salir, o no se puede repetir."))
    else:
        messages.success(request, _("Sale de nuevo en un momento."))
    return HttpResponseRedirect(reverse("admin:orders_order_change", args=[row.order_id]))
