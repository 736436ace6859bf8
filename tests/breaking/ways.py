"""How each way of the tour ends: what its timeline and its alerts say, and the shopper's page."""

from dataclasses import dataclass


@dataclass(frozen=True)
class End:
    timeline: tuple[str, ...]
    heading: str
    alerts: tuple[str, ...] = ()


PAID = End(("status: succeeded",), "Pago recibido")
ENDS = {
    "twice": PAID,
    "never": End(("status: created",), "Pago recibido"),
    "early": PAID,
    "out_of_order": PAID,
    "forged": End(("status: created",), "Revisa y paga"),
    "other_amount": End(("report differs",), "Estamos revisando tu pago", ("mismatch",)),
    "lost_answer": PAID,
    "unresolved": End(("status: failed",), "No pudimos confirmar tu pago", ("unresolved",)),
    "after_cancel": End(
        ("status: canceled", "status: succeeded"),
        "Recibimos tu pago después de anular el pedido",
        ("paid_after_cancel",),
    ),
    "paid_twice": End(("status: succeeded",), "Pagaste dos veces", ("duplicate_payment",)),
}
