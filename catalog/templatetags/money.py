"""`{{ product.price|money:product.currency }}`: text only, so mails can use it too.

Pages wrap it in `<span class="num">`, which keeps it on one line with figures of equal width.
"""

from django import template
from django.utils.translation import gettext as _

from catalog.country import store_country
from catalog.money import UnknownCurrency, format_money

register = template.Library()


@register.filter
def money(amount: int, currency: str) -> str:
    """Write minor units as text; a missing amount is an error, never an empty price.

    What came in, or was refunded in Fintoc's dashboard, may be in any currency: one that is not the
    shop's is named, and money that the shop does not know is shown as it was told.
    """
    try:
        text = format_money(amount, currency)
        return text if currency == store_country().currency else f"{text} {currency}"
    except UnknownCurrency:
        figures = {"amount": amount, "currency": currency}
        return _("%(amount)s %(currency)s, en la unidad más chica") % figures
