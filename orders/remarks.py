"""Remarks: what staff are told beside a title, worded in the language of whoever reads it.

They are kept as here on the left, and with their facts if they have any. What people wrote, and
what Fintoc or a mail server answered, is kept beside them as it came.
"""

import json
from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from catalog.templatetags.money import money

Money = tuple[int, str]  # minor units and their currency

REMARKS = {
    # Of a payment
    "other money": _("Fintoc dice %(said)s; pedimos %(asked)s."),
    "other account": _("Fintoc dice %(said)s en %(account)s; pedimos %(asked)s en %(ours)s."),
    "a report differs": _("Habla de %(said)s: le preguntamos a Fintoc."),
    "taken back": _("Fintoc dice %(said)s después de %(before)s."),
    "marked as ours": _("Fintoc dice %(status)s: %(said)s, con nuestra marca."),
    "its stock was taken again": _("Su stock se reservó otra vez."),
    "somebody else has its stock by now": _("Otra persona tiene ya su stock."),
    "Fintoc answered 404 for it": _("Fintoc contestó que no lo conoce (404)."),
    "its money was to go back, and did not": _("Su dinero tenía que volver, y no volvió."),
    # Of a refund
    "other refund": _("Fintoc dice %(status)s: %(said)s."),
    "Fintoc lists one like it without our mark": _("Fintoc tiene una igual sin nuestra marca."),
    "it is still open after ten days": _("Sigue abierta después de diez días."),
    # Of the server's clock
    "clock ahead": _(
        "Va %(seconds)s s adelante del de Fintoc, así que sus avisos se rechazan. Ponlo en hora."
    ),
    "clock behind": _(
        "Va %(seconds)s s atrás del de Fintoc, así que sus avisos se rechazan. Ponlo en hora."
    ),
    # Of a mail or a task
    "it was sent": _("Ya se había enviado."),
    "the order is not paid": _("El pedido no está pagado."),
    "what was paid too late goes back": _("Lo que se pagó tarde se devuelve."),
    "the refund has gone on since": _("La devolución ya va más adelante."),
    "the bank has answered": _("El banco ya respondió."),
    "the order is paid, or at the bank again": _("El pedido está pagado, o de nuevo en el banco."),
    "the order is no longer waiting to be paid again": _("El pedido ya no espera otro pago."),
    "staff must decide an alert first": _("Espera que se decida una alerta."),
    "the worker died of it, or it never came to an end": _(
        "El trabajador se detuvo en esto, o nunca llegó al final."
    ),
}


def with_facts(remark: str, **facts: str | Money) -> str:
    """The remark as it is kept, with what it needs to be worded."""
    return json.dumps([remark, facts])


def worded(kept: str) -> str:
    """What was kept, in the language of the reader; what is no remark is left as it is."""
    remark, facts = _read(kept)
    try:
        return str(REMARKS[remark]) % {name: _written(fact) for name, fact in facts.items()}
    except (AttributeError, KeyError, TypeError):  # it only looks like one
        return kept


def _read(kept: str) -> tuple[str, Mapping[str, str | Money]]:
    if not kept.startswith('["'):
        return kept, {}
    try:
        remark, facts = json.loads(kept)
    except ValueError:
        return kept, {}
    return remark, facts


def _written(fact: str | Money) -> str:
    return fact if isinstance(fact, str) else money(*fact)
