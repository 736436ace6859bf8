"""The mails there are, by the names they have on an outbox row, and what staff call them."""

from django.utils.translation import gettext_lazy as _

CONFIRMED, PENDING, RETRY, ENDED = "E1", "E2", "E3", "E4"
REFUND, ON_ITS_WAY, ANSWER = "E5", "E6", "E10"
LINK = "E7"  # whoever asks for it gets the address of their order's page
LATE = "E8"  # instead of the confirmation, when it is not sure that there is anything to deliver
NEW_ORDER, ALERT = "M1", "M2"  # to the merchant; the second tells of an Alert
TO_MERCHANT = frozenset({NEW_ORDER, ALERT})
HOOK = "hook:"  # and a dotted path: no mail, but a task that waits its turn among them

NAMES = {
    CONFIRMED: _("Confirmación"),
    PENDING: _("Pago pendiente"),
    RETRY: _("Pago fallido, con enlace"),
    ENDED: _("Pago no concretado"),
    REFUND: _("Devolución"),
    ON_ITS_WAY: _("En camino"),
    LINK: _("Enlace al pedido"),
    LATE: _("Pago tardío"),
    ANSWER: _("Respuesta"),
    NEW_ORDER: _("Aviso de pedido nuevo"),
    ALERT: _("Aviso de alerta"),
}


def name_of(kind: str) -> str:
    """What staff call it: a mail by its name, a hook by its function."""
    if kind.startswith(HOOK):
        return kind.rpartition(".")[2]
    return str(NAMES.get(kind, kind))
