"""What the back office calls things, for those who run the shop."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fintoc_client.signature import InvalidSignature
from orders import choices, fulfillment
from orders.expiry import Cancellation
from webhooks.models import Refusal

ORDER = {
    "created": _("Sin pagar"),
    "pending": _("En el banco"),
    "succeeded": _("Pagado"),
    "failed": _("Pago fallido"),
    "rejected": _("Pago rechazado"),
    "canceled": _("Anulado"),
}
PAYMENT = {
    "created": _("Creado"),
    "in_progress": _("En curso"),
    "requires_action": _("Espera otra firma"),
    "pending": _("En el banco"),
    "expired": _("Venció"),
    "failed": _("Falló"),
    "rejected": _("Rechazado"),
    "succeeded": _("Recibido"),
}
FULFILLMENT = {
    "unfulfilled": _("Por preparar"),
    "preparing": _("En preparación"),
    "shipped": _("Enviado"),
    "ready": _("Listo para retirar"),
    "delivered": _("Entregado"),
}
MOVE = {
    "unfulfilled": _("Volver a por preparar"),
    "preparing": _("Preparar"),
    "shipped": _("Marcar enviado"),
    "ready": _("Listo para retirar"),
    "delivered": _("Marcar entregado"),
}
REFUND = {
    "requested": _("Pedida"),
    "created": _("En Fintoc"),
    "pending": _("En Fintoc"),
    "in_progress": _("En camino"),
    "canceled": _("Anulada"),
    "failed": _("Falló"),
    "succeeded": _("Hecha"),
}
OUTCOME = {
    "new": _("Nuevo"),
    "applied": _("Aplicado"),
    "differs": _("No coincide: se preguntó a Fintoc"),
    "foreign": _("De otra tienda"),
    "ignored": _("Sin efecto"),
    "parked": _("Sin pedido todavía"),
    "quarantined": _("Ilegible"),
    "failed": _("Con error"),
}
REFUSAL = {
    InvalidSignature.MISSING: _("Sin firma"),
    InvalidSignature.MALFORMED: _("Con una firma mal escrita"),
    InvalidSignature.UNTIMELY: _("Firmados a otra hora: ¿está bien el reloj?"),
    InvalidSignature.WRONG: _("Firmados con otro secreto: ¿es el de este endpoint?"),
    Refusal.TOO_LARGE: _("Demasiado grandes"),
    Refusal.NO_SECRET: _("La tienda no tiene secreto para leerlos"),
}
CHOICE = {
    choices.ACCEPT: _("Aceptar el pago como está"),
    choices.REFUND: _("Devolver el dinero"),
    choices.FULFILL: _("Cumplir el pedido"),
    choices.WAIT: _("Esperar y volver a preguntar a Fintoc"),
    choices.CLOSE_UNPAID: _("Cerrar como no pagado"),
    choices.MARK_PAID: _("Marcar como pagado, con prueba"),
    choices.ATTACH: _("Asignar a un pedido"),
    choices.CLOSE: _("Cerrar"),
    choices.TRY_AGAIN: _("Devolver otra vez"),
    choices.RESEND: _("Enviar otra vez"),
    choices.ANSWER: _("Responder por correo"),
    # What closes one without a choice of staff's.
    "no charge in the shopper's account": _("El cliente no ve el cobro en su cuenta"),
    "Fintoc agrees again": _("Fintoc ya no se contradice"),
    "the clock is right again": _("El reloj está en hora otra vez"),
}
EVENT = {
    "status": ORDER,
    "payment": PAYMENT,
    "refund": REFUND,
    "fulfillment": FULFILLMENT,
    "note": {
        "note": _("Nota interna"),
        "asked": _("Se preguntó a Fintoc"),
        "edited": _("Pedido cambiado"),
        "corrected": _("Datos corregidos"),
        "promised": _("Días hábiles de entrega"),
        "sent again": _("Correo reenviado"),
        "processed again": _("Aviso procesado de nuevo"),
        "request": _("Mensaje del cliente"),
        "report differs": _("Un aviso no coincide"),
    },
}
EVENT_KIND = {
    "status": _("Pedido"),
    "payment": _("Pago"),
    "refund": _("Devolución"),
    "fulfillment": _("Entrega"),
    "mail": _("Correo"),
    "note": _("Nota"),
    "decision": _("Decisión"),
}
CAUSE = {
    "shopper": _("cliente"),
    "opening": _("al abrir el pago"),
    "refresh": _("al preguntar a Fintoc"),
    "list": _("la lista de Fintoc"),
    "worker": _("trabajador"),
    "expiry": _("vencimiento"),
    "tour": _("demostración"),
    "Fintoc's dashboard": _("panel de Fintoc"),
}
LEVEL = {"ok": _("Bien"), "warning": _("Atención"), "bad": _("Mal")}
NOT_FULFILLABLE = {
    fulfillment.UNPAID: _("no está pagado"),
    fulfillment.BLOCKED: _("tiene una alerta que decidir"),
    fulfillment.GIVEN_BACK: _("su dinero se devuelve"),
    fulfillment.OUT_OF_TURN: _("ya no está en ese paso"),
    fulfillment.ANOTHER_ACCOUNT: _("es de otra cuenta de Fintoc"),
    fulfillment.ANOTHER_WAY: _("no se entrega de esa forma"),
}
CANCELLATION = {
    Cancellation.CANCELED: _("Pedido anulado."),
    Cancellation.TOO_LATE: _("Ya no se puede anular: está pagado, en el banco o por decidir."),
    Cancellation.RUNNING: _("Alguien puede estar pagándolo ahora. Intenta en unos minutos."),
    Cancellation.UNASKED: _("Fintoc no responde, y podría haber un pago. No se anuló."),
}
UNKNOWN_CURRENCY = _(
    "La tienda no sabe escribir esa moneda. Devuelve el dinero desde el panel de Fintoc."
)

HOW_MONEY_IS_WRITTEN = {
    "CLP": _("Escribe pesos sin decimales, con punto en los miles: $12.500."),
    "MXN": _("Escribe los centavos con punto y los miles con coma: $1,250.50."),
}


def word(table: Mapping[str, str | Promise], key: str) -> str:
    """The word for it, or what it is called inside if there is none."""
    return str(table.get(key, key))
