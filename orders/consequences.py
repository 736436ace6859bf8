"""Consequences: what follows for an order once a report about one of its payments was merged."""

from collections.abc import Sequence
from datetime import datetime

from fintoc_client.objects import CheckoutSession, PaymentIntent
from orders import emails, odd_money, stock
from orders.models import Order, Payment


def follow_up(
    order: Order,
    payment: Payment,
    payments: Sequence[Payment],
    report: PaymentIntent | CheckoutSession | None,
    *,
    account: str,
    is_news: bool,
    cause: str,
    now: datetime,
) -> None:
    """All that follows from a report that was merged: the order, its alerts, its mails.

    `report` is None for one that says nothing of the money. Needs the order's lock.
    """
    differs = report is not None and payment.differs_from(report, account=account)
    news = [payment.line(cause=cause, now=now)] if is_news else []
    is_settled = order.settle(payments=payments, cause=cause, now=now, news=news)
    if differs and report is not None:
        odd_money.raise_mismatch(order, payment, report, account=account, now=now)
    odd_money.raise_alerts(order, payment, now=now)
    if is_news and payment.is_to_go_back and payment.has_succeeded:
        odd_money.ask_again(payment, now=now)
    if is_settled or is_news:
        _move_stock_and_mail(order, payment, payments, is_settled=is_settled, now=now)
    if is_news and payment.has_succeeded and payment.may_have_waited:
        odd_money.close_given_back(payment, now=now)  # its refund may be known before it
    if (is_news or differs) and not is_settled:  # settling has noted the moment itself
        order.touch(now=now)


def _move_stock_and_mail(
    order: Order, payment: Payment, payments: Sequence[Payment], *, is_settled: bool, now: datetime
) -> None:
    """What a move means for the stock, and which mails it sends."""
    if is_settled and order.is_paid:
        odd_money.confirm(order, payment, now=now)
        return
    if is_settled and order.is_canceled and order.is_to_be_prepared:
        stock.give_back(order)  # it came to nothing at the bank, which took the stock again
    if is_settled and order.is_pending:
        stock.secure(order, now=now)  # for as long as the bank takes, if there is any left
    emails.queue_unpaid(order=order, payment=payment, payments=payments, now=now)
