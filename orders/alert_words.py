"""What each kind of Alert says to the merchant: what happened, and what to do about it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from orders.mail_kinds import HOOK, TO_MERCHANT, name_of


@dataclass(frozen=True)
class AlertWords:
    """`title` ends the mail's subject; `advice` is a sentence or two."""

    title: Promise | str
    advice: Promise | str


ALERT_WORDS = {
    "mismatch": AlertWords(
        _("el pago no coincide con el pedido"),
        _("No prepares el pedido. Revisa el pago en Fintoc y decide si lo aceptas o lo devuelves."),
    ),
    "duplicate_payment": AlertWords(
        _("se pagó dos veces"),
        _("Devuelve el segundo pago. El pedido sigue pagado y se puede preparar."),
    ),
    "paid_after_cancel": AlertWords(
        _("llegó un pago para un pedido anulado o sin stock"),
        _("Decide si puedes enviar los productos o si devuelves el pago. El cliente espera."),
    ),
    "contradiction": AlertWords(
        _("Fintoc se contradice sobre un pago"),
        _("No prepares el pedido todavía. Espera la respuesta final o pregunta a Fintoc."),
    ),
    "unresolved": AlertWords(
        _("el banco nunca dijo si el pago se hizo"),
        _("Busca el abono en la cartola de tu cuenta antes de enviar o de anular."),
    ),
    "orphan": AlertWords(
        _("hay un pago sin pedido"),
        _("Fintoc tiene un pago con la marca de tu tienda que aquí no existe. Busca de quién es."),
    ),
    "missing": AlertWords(
        _("Fintoc ya no conoce un pago"),
        _("Dejamos de preguntar por él. Si el dinero llegó, búscalo en tu cuenta."),
    ),
    "quarantined": AlertWords(
        _("llegó un aviso de Fintoc que no se puede leer"),
        _("No cambió nada. Quien mantiene la tienda puede revisarlo."),
    ),
    "refund_failed": AlertWords(
        _("una devolución no llegó"),
        _("El cliente no tiene su dinero. Intenta otra vez o pídele otra cuenta."),
    ),
    "refund_conflict": AlertWords(
        _("Fintoc y la tienda no coinciden en una devolución"),
        _("Revisa en Fintoc si el dinero salió, y cuánto, antes de devolver otra vez."),
    ),
    "shop_side": AlertWords(
        _("Fintoc rechaza los pagos de la tienda"),
        _("Tus clientes no pueden pagar. Revisa las llaves y los permisos de tu cuenta en Fintoc."),
    ),
    "clock": AlertWords(
        _("el reloj del servidor está mal"),
        _("Los avisos de Fintoc se rechazan por eso. Ponlo en hora: nada se ha perdido."),
    ),
    "request": AlertWords(
        _("un cliente pide una devolución"),
        _("Lee su mensaje y respóndele."),
    ),
}


def words_of_unsent(key: str) -> AlertWords:
    """Of what could not be sent for a day, by the key of its row: which it was, and to whom."""
    if key.startswith(HOOK):
        task = {"task": name_of(key.rpartition(":")[0])}
        return AlertWords(
            gettext("no se hizo la tarea «%(task)s»") % task,
            _("Lo intentamos muchas veces. Corrige lo que dice su error y envíala otra vez."),
        )
    kind = key.partition(":")[0]
    mail = {"mail": name_of(kind)}
    if kind in TO_MERCHANT:
        return AlertWords(
            gettext("no salió el correo «%(mail)s» a la tienda") % mail,
            _("Lo intentamos muchas veces. Revisa MERCHANT_EMAIL y envíalo otra vez."),
        )
    return AlertWords(
        gettext("no salió el correo «%(mail)s» al cliente") % mail,
        _(
            "Lo intentamos muchas veces. Corrige la dirección del cliente si está mal, y envíalo "
            "otra vez."
        ),
    )
