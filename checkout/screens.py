"""Which of its screens an order's page shows. Words and looks are in templates/checkout/screens/.

"Confirming" is a screen and not a status: the browser says that it came back from the bank, and is
believed for the words on its own screen, never for the money.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from orders import status
from orders.models import Alert, Order, Payment, Refund
from orders.reasons import Reason

FRESH = timedelta(seconds=10)


@dataclass(frozen=True, kw_only=True)
class CameFrom:
    """The reference of the payment whose window the browser says it left, paid or closed.

    `pay_button`: it pressed that, and there was nothing to be opened.
    """

    paid: str = ""
    closed: str = ""
    pay_button: bool = False


@dataclass(frozen=True, kw_only=True)
class Screen:
    """`name` is the template; `is_waiting` says whether asking Fintoc may bring news.

    `is_passing`: it ends by itself, without a change of the order, so it is to be read again.
    `is_sure`: nobody was charged. `is_mismatch`: what is reviewed is the amount. `minutes`: how
    long the payment that expired could be made. `way_back`: the payment whose bank window was left
    and may be opened once more. `free_at`: when another one may be opened beside it.
    """

    name: str
    reason: Reason | None = None
    notice: str = ""
    is_waiting: bool = False
    is_passing: bool = False
    is_sure: bool = True
    is_mismatch: bool = False
    minutes: int = 0
    way_back: UUID | None = None
    free_at: datetime | None = None


def screen_for(
    *,
    order: Order,
    payments: Sequence[Payment],
    alerts: Sequence[Alert],
    came_from: CameFrom,
    now: datetime,
    refunds: Sequence[Refund] = (),
) -> Screen:
    """Choose the screen from what our database knows. First match wins."""
    kinds = {alert.kind for alert in alerts}
    if Alert.MISMATCH in kinds or Alert.CONTRADICTION in kinds:
        return Screen(name="reviewing", is_mismatch=Alert.MISMATCH in kinds)
    if order.is_paid:
        goes_back = _goes_back(order, paid_by(payments), refunds)
        return _screen_of_paid(kinds, came_from, goes_back=goes_back)
    if Alert.UNRESOLVED in kinds:
        return Screen(name="unresolved", is_waiting=order.is_pending)
    if order.is_pending:
        return Screen(name="pending", is_waiting=True)
    if order.is_canceled:
        return Screen(name="canceled", is_sure=not any(_may_have_moved(each) for each in payments))
    if order.is_failed or order.is_rejected:
        return Screen(name="failed", reason=_reason(payments))
    return _screen_to_pay(order, payments[-1] if payments else None, came_from, now)


def _may_have_moved(payment: Payment) -> bool:
    """Whether nobody could say for sure that it took nothing."""
    return payment.is_unresolved or payment.is_set_aside


def paid_by(payments: Sequence[Payment]) -> Payment | None:
    """The one of an order's payments that paid it, if one did."""
    return next((payment for payment in payments if payment.has_paid), None)


def _goes_back(order: Order, payment: Payment | None, refunds: Sequence[Refund]) -> bool:
    """Whether nothing will be delivered any more: its things, or all of its money, went back."""
    is_whole = payment is not None and payment.is_given_back_by(refunds)
    is_here = order.is_to_be_prepared or order.is_ready
    return is_here and (is_whole or not order.keeps_stock)


def _screen_of_paid(kinds: set[str], came_from: CameFrom, *, goes_back: bool) -> Screen:
    if Alert.PAID_AFTER_CANCEL in kinds:
        return Screen(name="late")
    if Alert.DUPLICATE_PAYMENT in kinds:
        return Screen(name="twice")
    if goes_back:
        return Screen(name="returned")
    return Screen(name="paid", notice="paid_already" if came_from.pay_button else "")


def _reason(payments: Sequence[Payment]) -> Reason:
    return [payment for payment in payments if payment.is_attempt][-1].reason


def _screen_to_pay(
    order: Order, newest: Payment | None, came_from: CameFrom, now: datetime
) -> Screen:
    if not order.is_of_this_account:
        return Screen(name="another_account")
    if order.opening_until is not None and order.opening_until > now:
        return Screen(name="preparing", is_passing=True)
    if newest is not None and _may_be_confirming(newest, came_from, now):
        return _screen_of_running(newest, came_from, now)
    notice = _notice(newest, came_from, now) or ("" if order.held_until else "lapsed")
    return Screen(
        name="review",
        notice=notice,
        is_waiting=notice == "closed_unasked",
        is_passing=notice == "closed_unasked",  # an answer without news changes it, too
        minutes=_minutes(newest) if newest is not None else 0,
        is_sure=newest is None or newest.is_known_unpaid,
    )


def _screen_of_running(newest: Payment, came_from: CameFrom, now: datetime) -> Screen:
    """A login sends no event: whoever left the bank may have approved the payment, or nothing."""
    has_told = came_from.paid == str(newest.reference)
    may_go_back = not has_told and not came_from.pay_button and newest.is_usable(now)
    return Screen(
        # Whoever only wanted to pay did not leave a bank's window here: it is open elsewhere.
        name="elsewhere" if came_from.pay_button else "confirming",
        is_waiting=True,
        way_back=newest.reference if may_go_back else None,
        free_at=newest.free_at if newest.may_be_running(now) else None,
    )


def _minutes(payment: Payment) -> int:
    return round((payment.usable_until - payment.created_at).total_seconds() / 60)


def _may_be_confirming(newest: Payment, came_from: CameFrom, now: datetime) -> bool:
    is_back = came_from.paid == str(newest.reference)
    return newest.may_be_running(now) or (is_back and newest.is_worth_waiting_for(now))


def _notice(newest: Payment | None, came_from: CameFrom, now: datetime) -> str:
    if newest is None:
        return ""
    if newest.status == status.EXPIRED:
        return "expired"
    if came_from.closed != str(newest.reference):
        return ""
    # "You were not charged" is said on Fintoc's fresh word alone: a login sends no event.
    is_sure = newest.asked_at is not None and now - newest.asked_at < FRESH
    return "closed" if is_sure else "closed_unasked"


def may_lead_on(payment: Payment, *, now: datetime) -> bool:
    """Whether the payment's own page has something to do: its order still wants this money.

    Another payment of the order may have gone through, or be on its way, since this one was opened.
    """
    order = payment.order
    return order.is_payable and not order.is_blocked and payment.is_openable(now)
