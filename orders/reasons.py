"""Why a payment failed, in words: Fintoc's reason -> what to say and what to do next.

Fintoc's list of reasons is open and differs between its pages, so they fall into few groups and
the rest into one (docs: /api/payments-api/payment-intents/payment-intent-error-reason).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orders import status

NOT_CHARGED = _("No se te cobró.")
NO_RECORD = _("No registramos ningún cobro.")
AGAIN = _("Intentar de nuevo")
OTHER_ACCOUNT = _("Usar otra cuenta")
OTHER_BANK = _("Usar otro banco")


@dataclass(frozen=True, kw_only=True)
class Reason:
    """What a shopper reads. `money` is the fact about their money, and it comes first."""

    heading: Promise
    money: Promise
    body: Promise
    action: Promise | None  # None: paying again is not the thing to do
    mail: Promise | str = ""  # how the mail goes on after "Tu pago no se completó"
    is_for_tomorrow: bool = False  # waiting helps, so the page offers to send its link
    is_of_the_order: bool = False  # only another order can be paid

    def told(self, amount: str) -> str:
        """The body, with the amount where it names one."""
        return str(self.body) % {"amount": amount}


FUNDS = Reason(
    heading=_("El pago no se completó"),
    money=NOT_CHARGED,
    body=_("La cuenta que elegiste no tiene saldo suficiente."),
    action=OTHER_ACCOUNT,
    mail=_("la cuenta elegida no tenía saldo suficiente"),
)
NEW_PAYEE = Reason(
    heading=_("Tu banco limita el primer pago a un destinatario nuevo"),
    money=NOT_CHARGED,
    body=_("%(amount)s supera ese límite. Usa otra cuenta o banco, o inténtalo mañana."),
    action=OTHER_BANK,
    is_for_tomorrow=True,
    mail=_("tu banco limita el primer pago a un destinatario nuevo"),
)
LIMIT = Reason(
    heading=_("Superaste el límite de tu banco"),
    money=NOT_CHARGED,
    body=_("%(amount)s lo supera. Usa otra cuenta o inténtalo mañana."),
    action=OTHER_ACCOUNT,
    is_for_tomorrow=True,
    mail=_("superaba el límite de tu banco"),
)
AMOUNT = Reason(
    heading=_("Este monto no se puede pagar por transferencia"),
    money=NOT_CHARGED,
    body=_("Tu banco no transfiere %(amount)s de una vez. Cambia tu compra o escríbenos."),
    action=OTHER_BANK,
    mail=_("tu banco no transfiere ese monto"),
    is_of_the_order=True,
)
LOGIN = Reason(
    heading=_("Tu banco no reconoció los datos"),
    money=NOT_CHARGED,
    body=_("Revisa tu usuario y clave e inténtalo de nuevo."),
    action=AGAIN,
    mail=_("tu banco no reconoció los datos"),
)
LOCKED = Reason(
    heading=_("Tu banco bloqueó el acceso"),
    money=NOT_CHARGED,
    body=_("Desbloquéalo con tu banco o paga desde otro."),
    action=OTHER_BANK,
    mail=_("tu banco bloqueó el acceso"),
)
APPROVAL = Reason(
    heading=_("No alcanzamos a recibir tu autorización"),
    money=NOT_CHARGED,
    body=_("Abre la app de tu banco e inténtalo de nuevo."),
    action=AGAIN,
    mail=_("no alcanzamos a recibir tu autorización"),
)
BANK = Reason(
    heading=_("Tu banco no está respondiendo"),
    money=NO_RECORD,
    body=_("Mira tu cuenta antes de repetir; si ves un descuento, escríbenos."),
    action=_("Probar con otro banco"),
    mail=_("tu banco no respondió"),
)
SHOP = Reason(
    heading=_("No podemos recibir este pago"),
    money=NOT_CHARGED,
    body=_("Es un problema nuestro, no tuyo, y ya avisamos a la tienda."),
    action=None,
)
UNRESOLVED = Reason(  # while nobody has looked, the page has a screen of its own
    heading=_("No pudimos confirmar tu pago"),
    money=_("Tu banco no nos dio una respuesta definitiva."),
    body=_("Revisa tus movimientos: si ves el cobro, escríbenos con tu número de pedido."),
    action=AGAIN,
)
OTHER = Reason(
    heading=_("El pago no se completó"),
    money=NO_RECORD,
    body=_("Puedes intentarlo otra vez o usar otro banco."),
    action=AGAIN,
)
REJECTED = Reason(  # Fintoc's word covers a shopper's no and a bank's: the text accuses nobody
    heading=_("El pago fue rechazado"),
    money=NOT_CHARGED,
    body=_("No se aprobó en tu banco."),
    action=AGAIN,
    mail=_("no se aprobó en tu banco"),
)
EXPIRED = Reason(  # nobody went to the bank, or no further than its login
    heading=_("La ventana de pago venció"),
    money=NOT_CHARGED,
    body=_("Puedes intentarlo otra vez o usar otro banco."),
    action=AGAIN,
)

GROUPS = {
    "insufficient_funds": FUNDS,
    "new_contact_amount_limit_reached": NEW_PAYEE,
    "new_contact_transfer_number_limit_reached": NEW_PAYEE,
    "amount_limit_reached": LIMIT,
    "daily_amount_limit_reached": LIMIT,
    "maximum_amount_error": AMOUNT,
    "minimum_amount_error": AMOUNT,
    "login_invalid_credentials": LOGIN,
    "login_credentials_locked": LOCKED,
    "bank_account_locked": LOCKED,
    "account_blocked": LOCKED,
    "mfa_locked": LOCKED,
    "mfa_authorization_timeout": APPROVAL,
    "mfa_invalid_authorization": APPROVAL,
    "mfa_unavailable": APPROVAL,
    "mfa_not_authorized": APPROVAL,
    "bank_connection_error": BANK,
    "bank_not_available": BANK,
    "recipient_account_not_allowed": SHOP,
    "unresolved_final_status": UNRESOLVED,
}


def reason_for(*, error_reason: str, outcome: str) -> Reason:
    """Return the words for a payment that came to nothing. `outcome` is its status; an unknown
    reason has honest words too."""
    if outcome == status.REJECTED:
        return REJECTED
    return GROUPS.get(error_reason, EXPIRED if outcome == status.EXPIRED else OTHER)
