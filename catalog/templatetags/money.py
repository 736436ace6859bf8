"""`{{ product.price|money:product.currency }}`: text only, so mails can use it too.

Pages wrap it in `<span class="num">`, which keeps it on one line with figures of equal width.
"""

from django import template
from django.utils.translation import gettext as _

from catalog.money import UnknownCurrency, format_money

register = template.Library()


@register.filter
def money(amount: int, currency: str) -> str:
    """Write minor units as text; a missing amount is an error, never an empty price.

    What was refunded in Fintoc's dashboard may be in any currency: it is shown as it was told.
    """
    try:
        return format_money(amount, currency)
    except UnknownCurrency:
        figures = {"amount": amount, "currency": currency}
        return _("%(amount)s %(currency)s, en la unidad más chica") % figures
