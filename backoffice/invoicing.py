"""An example of an after-payment hook: a line per paid order for the invoicing system to read.

Switch it on with `ORDER_PAID_HOOKS=backoffice.invoicing.write_line`. The worker calls it once per
paid order, after the payment is committed, again later if it raises, and not while a blocking alert
is open. A process killed between the line and its commit writes it twice: the number tells.
"""

import csv
import fcntl
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from orders.models import Order

HEADER = ("order", "paid_at", "name", "email", "currency", "amount", "tax", "bank_operation")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")  # how a spreadsheet is made to reckon


def write_line(order: Order) -> None:
    """Append the order to `var/invoices.csv`, amounts in minor units. Raises OSError."""
    file = Path(settings.BASE_DIR) / "var" / "invoices.csv"
    file.parent.mkdir(exist_ok=True)
    with file.open("a", newline="", encoding="utf-8") as lines:
        fcntl.flock(lines, fcntl.LOCK_EX)  # workers are many, the file is one
        writer = csv.writer(lines)
        if lines.tell() == 0:
            writer.writerow(HEADER)
        writer.writerow(_line(order))


def _line(order: Order) -> tuple[object, ...]:
    payment = order.payments.get(fulfilled_at__isnull=False)
    paid_at = timezone.localtime(payment.fulfilled_at).isoformat(timespec="seconds")
    return (
        order.number,
        paid_at,
        _safe(order.name),
        _safe(order.email),
        order.currency,
        order.amount,
        order.tax,
        _safe(payment.bank_operation),
    )


def _safe(text: str) -> str:
    """What a shopper typed is never a spreadsheet's formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
