"""`{{ product.price|money:product.currency }}`: text only, so mails can use it too.

Pages wrap it in `<span class="num">`, which keeps it on one line with figures of equal width.
"""

from django import template

from catalog.money import format_money

register = template.Library()


@register.filter
def money(amount: int, currency: str) -> str:
    """Write minor units as text; a missing amount is an error, never an empty price."""
    return format_money(amount, currency)
