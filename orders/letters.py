"""A mail as it is read: its words in its reader's language, as text and as HTML, and its headers.

Templates: `templates/orders/emails/<name>.{subject.txt,txt,html}`.
"""

from html import unescape
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from catalog.store import store_identity
from orders import mail_kinds as kinds
from orders.models import Outbox, Payment
from orders.terms import TERMS_VERSION
from orders.text import bank_name

TEMPLATES = {
    kinds.CONFIRMED: "confirmed",
    kinds.PENDING: "pending",
    kinds.RETRY: "retry",
    kinds.ENDED: "ended",
    kinds.REFUND: "refund",
    kinds.ON_ITS_WAY: "on_its_way",
    kinds.LINK: "link",
    kinds.LATE: "late",
    kinds.ANSWER: "answer",
    kinds.NEW_ORDER: "new_order",
    kinds.ALERT: "alert",
}
LEGAL_TEXTS = ("terms", "returns")  # what the confirmation brings along


def message(row: Outbox) -> EmailMultiAlternatives:
    """Build the mail of a row, in its reader's language, text first and HTML beside it."""
    order = row.order
    if is_to_merchant(row) or order is None:
        recipient, reply_to = settings.MERCHANT_EMAIL, order.email if order else None
        language = settings.LANGUAGE_CODE
    else:
        recipient, reply_to = order.email, settings.STORE_EMAIL
        language = order.language
    template = f"orders/emails/{TEMPLATES[row.kind]}"
    with translation.override(language):
        context = _context(row)
        subject = " ".join(render_to_string(f"{template}.subject.txt", context).split())
        context["subject"] = subject
        mail = EmailMultiAlternatives(
            subject=subject,
            body=render_to_string(f"{template}.txt", context),
            to=[recipient],
            reply_to=[reply_to] if reply_to else None,
            headers=_headers(row),
        )
        mail.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
        if row.kind == kinds.CONFIRMED and order and order.terms_version == TERMS_VERSION:
            name = _("terminos") + f"-{TERMS_VERSION}.txt"
            mail.attach(name, legal_texts(context), "text/plain")
    return mail


def is_to_merchant(row: Outbox) -> bool:
    return row.kind in kinds.TO_MERCHANT


def _headers(row: Outbox) -> dict[str, str]:
    """What keeps a mail in its order's thread, and holiday replies away (RFC 3834)."""
    number, host = row.order.number if row.order else "shop", settings.SITE.hostname
    thread = f"<order-{number}@{host}>"
    return {
        "Message-ID": f"<outbox-{row.pk}-{number}@{host}>",
        "In-Reply-To": thread,
        "References": thread,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _context(row: Outbox) -> dict[str, Any]:
    order, payment = row.order, _payment(row)
    admin_url = f"{settings.SITE_URL}/admin/{_office_page(row)}"
    context: dict[str, Any] = {
        "alert": row.alert,
        "order": order,
        "payment": payment,
        "bank": bank_name(payment.institution_id) if payment else "",
        "is_saved": order is not None and order.is_saved(now=timezone.now()),
        "refund": row.refund,
        "language": translation.get_language(),
        "admin_url": admin_url,
        "terms_url": settings.SITE_URL + reverse("checkout:terms"),
        "returns_url": settings.SITE_URL + reverse("checkout:returns"),
        "store": store_identity(),
    }
    if order is not None:
        context["order_url"] = settings.SITE_URL + reverse("checkout:order", args=[order.token])
        lines = order.lines.order_by("pk")
        context["lines"] = list(lines.select_related("product") if is_to_merchant(row) else lines)
        context["pieces"] = sum(line.quantity for line in context["lines"])
    context["link"] = admin_url if is_to_merchant(row) else context.get("order_url", "")
    return context


def _payment(row: Outbox) -> Payment | None:
    """What it is about. A confirmation names what pays the order, though another did at first."""
    payment = row.payment
    if row.kind != kinds.CONFIRMED or payment is None or payment.has_paid:
        return payment
    return payment.order.paid_by or payment


def _office_page(row: Outbox) -> str:
    """Where the back office has it; by its address, for a shop may do without a back office."""
    if row.alert_id is not None:
        return f"orders/alert/{row.alert_id}/change/"
    return f"orders/order/{row.order_id}/change/" if row.order_id else ""


def legal_texts(context: dict[str, Any]) -> str:
    """What the shopper agreed to, to be kept: the pages' own words, as plain text."""
    pages = [render_to_string(f"pages/legal/{name}.html", context) for name in LEGAL_TEXTS]
    words = "\n".join(pages).replace("</dt>", ": ")
    for end in ("</h2>", "</p>", "</div>"):
        words = words.replace(end, f"{end}\n\n")
    blocks = [" ".join(block.split()) for block in unescape(strip_tags(words)).split("\n\n")]
    return "\n\n".join(block for block in blocks if block) + "\n"
