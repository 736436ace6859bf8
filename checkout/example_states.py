"""Every state of an order's page as example rows, by a code: A1-A18 are about paying, C1-C24 about
what became of it. The states of the payment page and those without an order are in
`checkout/views/demo_states.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from checkout import example_rows as example
from checkout.order_page import OrderRows, context_for, what_is_left
from checkout.screens import CameFrom, screen_for
from orders import refund_status, status
from orders.models import Alert, Order, Payment

REFERENCE = "00000000-0000-0000-0000-000000000000"
FROM_NOWHERE = CameFrom()
FROM_BANK = CameFrom(paid=REFERENCE)
FROM_CLOSED_WINDOW = CameFrom(closed=REFERENCE)
FROM_PAY_BUTTON = CameFrom(pay_button=True)


@dataclass(frozen=True)
class Example:
    """Rows, where the browser came from, and what the last click came to."""

    rows: OrderRows
    came_from: CameFrom = FROM_NOWHERE
    notice: str = ""
    is_late: bool = False
    more: Mapping[str, Any] = field(default_factory=dict)  # what its page is told besides

    def context(self) -> dict[str, Any]:
        """What the order's page is rendered with."""
        screen = screen_for(
            order=self.rows.order,
            payments=self.rows.payments,
            alerts=self.rows.alerts,
            refunds=self.rows.refunds,
            came_from=self.came_from,
            now=timezone.now(),
        )
        context = context_for(self.rows, screen, notice=self.notice)
        if context["notice"] == "sold_out":
            context |= what_is_left(self.rows.lines)
        return {**context, "is_late": self.is_late, **self.more}


def _rows(order: Order, *payments: Payment, **more: Any) -> OrderRows:
    lines = more.pop("lines", [example.line(order)])
    events = example.events(order, payments, more.get("refunds", ()))
    return OrderRows(order=order, lines=lines, payments=payments, events=events, **more)


def _unpaid(notice: str = "", **facts: Any) -> Example:
    return Example(_rows(example.order(**facts)), notice=notice)


def _paying(word: str, came_from: CameFrom = FROM_BANK, **facts: Any) -> Example:
    order = example.order(status=status.PENDING if word in status.WAITING else status.CREATED)
    return Example(_rows(order, example.payment(order, word, **facts)), came_from)


def _failed(reason: str, word: str = status.FAILED, *alerts: str) -> Example:
    order = example.order(status=word)
    payment = example.payment(order, word, error_reason=reason)
    raised = [example.alert(order, kind) for kind in alerts]
    return Example(_rows(order, payment, alerts=raised))


def _paid(*alerts: str, refunds: tuple[str, ...] = (), **facts: Any) -> Example:
    order = example.order(status=status.SUCCEEDED, **facts)
    payment = example.payment(order, status.SUCCEEDED)
    return Example(
        _rows(
            order,
            payment,
            alerts=[example.alert(order, kind) for kind in alerts],
            refunds=[example.refund(payment, word) for word in refunds],
        )
    )


def _sold_out(*, left: int = 0) -> Example:
    order = example.order(held_until=None)
    return Example(_rows(order, lines=[example.line(order, stock=left)]), notice="sold_out")


def _shipped() -> Example:
    return _paid(
        fulfillment="shipped",
        carrier="Courier",
        tracking="123456789",
        tracking_url="https://courier.example.com/123456789",
    )


def _reviewed(kind: str) -> Example:
    order = example.order()
    payment = example.payment(order, status.SUCCEEDED, fulfilled_at=None)
    return Example(_rows(order, payment, alerts=[example.alert(order, kind)]))


def _late() -> Example:
    return _paid(Alert.PAID_AFTER_CANCEL, canceled_at=timezone.now() - timedelta(hours=1))


def _taking_long() -> Example:
    return Example(_paying(status.IN_PROGRESS).rows, FROM_BANK, is_late=True)


def _window_over(came_from: CameFrom = FROM_CLOSED_WINDOW) -> Example:
    """Begun and left: too late for the same window, too early for another one."""
    now = timezone.now()
    began_at = now - timedelta(minutes=11)
    over = {"created_at": began_at, "begun_at": began_at, "usable_until": now}
    return _paying(status.IN_PROGRESS, came_from, **over)


def _mistyped() -> Example:
    mistyped = _unpaid(email="cliente@gmial.com")
    return Example(mistyped.rows, more={"is_editable": True, "email_meant": "cliente@gmail.com"})


def _on_fintocs_page() -> Example:
    return Example(_unpaid().rows, more={"pays_on_a_page": True})


STATES: dict[str, Callable[[], Example]] = {
    "a1": _unpaid,
    "a1-page": _on_fintocs_page,
    "b3": _mistyped,
    "a6": lambda: _unpaid("unavailable"),
    "a9": lambda: _paying(status.EXPIRED),
    "a9-page": lambda: _paying(status.EXPIRED, session_id="cs_example", session_status="expired"),
    "a10": lambda: _paying(status.CREATED, FROM_CLOSED_WINDOW),
    "a10-page": lambda: _paying(status.CREATED, FROM_CLOSED_WINDOW, session_id="cs_example"),
    "a10-unasked": lambda: _paying(status.CREATED, FROM_CLOSED_WINDOW, asked_at=None),
    "a10-unsure": lambda: _unpaid("unasked"),
    "a12": lambda: _window_over(FROM_PAY_BUTTON),
    "a13": lambda: Example(_paid().rows, FROM_PAY_BUTTON),
    "a16": _sold_out,
    "a16-short": lambda: _sold_out(left=1),
    "a17": lambda: _unpaid(held_until=None),
    "a18": lambda: _failed("maximum_amount_error"),
    "c1": lambda: _paying(status.IN_PROGRESS),
    "a11": lambda: _paying(status.IN_PROGRESS, FROM_CLOSED_WINDOW),
    "a11-over": _window_over,
    "c2": _taking_long,
    "c3": _paid,
    "c4": lambda: _paying(status.PENDING),
    "c5": lambda: _failed("insufficient_funds"),
    "c6": lambda: _failed("new_contact_amount_limit_reached"),
    "c7": lambda: _failed("amount_limit_reached"),
    "c8": lambda: _failed("login_invalid_credentials"),
    "c9": lambda: _failed("login_credentials_locked"),
    "c10": lambda: _failed("mfa_authorization_timeout"),
    "c11": lambda: _failed("bank_not_available"),
    "c12": lambda: _failed("recipient_account_not_allowed"),
    "c12-refused": lambda: _unpaid("refused"),
    "c13": lambda: _failed("unresolved_final_status", status.FAILED, Alert.UNRESOLVED),
    "c14": lambda: _failed("a_reason_of_tomorrow"),
    "c15": lambda: _failed("", status.REJECTED),
    "c17": lambda: _unpaid(status=status.CANCELED, canceled_at=timezone.now()),
    "c17-running": lambda: _unpaid("running"),
    "c17-unasked": lambda: _unpaid("cancel_unasked"),
    "c18": _late,
    "c19": lambda: _paid(Alert.DUPLICATE_PAYMENT),
    "c20": lambda: _reviewed(Alert.MISMATCH),
    "c20-contradiction": lambda: _reviewed(Alert.CONTRADICTION),
    "c21": _shipped,
    "c22": lambda: _paid(refunds=(refund_status.REQUESTED,)),
    "c23": lambda: _paid(refunds=(refund_status.SUCCEEDED,)),
    "c24": lambda: _paid(refunds=(refund_status.FAILED,)),
    "preparing": lambda: _unpaid(opening_until=timezone.now() + timedelta(seconds=15)),
    "another-account": lambda: _unpaid(account="test@example.com"),
    "asked-back": lambda: _paid(Alert.REQUEST),
    "nothing-said": lambda: Example(_paid().rows, notice="nothing_said"),
}
