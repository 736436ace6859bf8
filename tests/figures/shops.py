"""Shops of any size, for figures that may not grow with it."""

from tests import factories


def shop_with(number):
    """So many products, an order with a line of each, and so many orders beside it."""
    mugs = [factories.product(stock=1000) for _ in range(number)]
    for _ in range(number):
        factories.payment(factories.order(products=mugs))
    return mugs


def paid(mugs, status):
    """An order after as many attempts as it has lines, the last one of this status."""
    order = factories.order(products=mugs)
    for _earlier in mugs[1:]:
        attempt = factories.payment(order, status="failed")
        attempt.retire(now=attempt.created_at)
    return factories.payment(order, status=status)
