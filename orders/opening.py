"""Open a payment for an order, or find the one to go on with: one current payment, never two.

The steps, in this order: claim the order; ask Fintoc about everything unfinished; decide under
the lock; send outside of it; record the answer.
"""

import time
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.conf import settings
from django.db import transaction

import statements
from fintoc_client.client import DEADLINE_SECONDS, FintocClient
from fintoc_client.deadline import left
from fintoc_client.errors import FintocError, OutcomeUnknown, Refused, Unauthorized
from orders import stock
from orders.asking import ask_and_end
from orders.expiry import lapse
from orders.models import Order, Payment
from orders.models.hosted import REDIRECT, WIDGET
from orders.odd_money import raise_shop_side
from orders.results import record_result, record_session
from orders.status import CREATED

CAUSE = "opening"


def leads_to_a_page() -> bool:
    """Whether who pays goes to a page of Fintoc's, rather than to a window over the shop."""
    return settings.PAYMENT_FLOW == REDIRECT


class Verdict(Enum):
    """What the shopper gets."""

    PAY = "pay"  # the payment page of `payment`
    ORDER = "order"  # the order's page says why: paid, waiting, canceled, being prepared
    SOLD_OUT = "sold out"  # the stock was given back and somebody else has it
    UNASKED = "unasked"  # Fintoc cannot be asked about an earlier payment, which may be paid
    UNAVAILABLE = "unavailable"  # Fintoc cannot create one now; nothing was charged
    REFUSED = "refused"  # Fintoc will not create this payment


@dataclass(frozen=True)
class Opening:
    """`detail` says what Fintoc objects to, in words for whoever runs the shop."""

    verdict: Verdict
    payment: Payment | None = None
    detail: str = ""


def open_payment(
    *, order_id: int, client: FintocClient, now: datetime, asked_flow: str = ""
) -> Opening:
    """Return the one payment this order is to be paid with, created at Fintoc if need be.

    `asked_flow` is "redirect" if the shopper asked for the page that Fintoc hosts. Takes at most
    8 s of Fintoc's time, asking and creating together; raises nothing of Fintoc's.
    """
    flow = REDIRECT if asked_flow == REDIRECT and settings.CAN_REDIRECT else settings.PAYMENT_FLOW
    if statements.get(Order, order_id).has_lapsed(now=now):
        return _too_late(order_id, client, now)
    claimed = _claim(order_id, now)
    if claimed is None:
        return Opening(Verdict.ORDER)
    try:
        return _open_claimed(claimed, flow, client, now)
    finally:
        claimed.release_opening()


def _too_late(order_id: int, client: FintocClient, now: datetime) -> Opening:
    """Its time is over, and the worker has not come to it yet."""
    try:
        lapse(order_id=order_id, client=client, now=now)
    except FintocError as error:
        return Opening(Verdict.UNASKED, detail=str(error))
    else:
        return Opening(Verdict.ORDER)


def _claim(order_id: int, now: datetime) -> Order | None:
    with transaction.atomic():
        order = Order.locked(order_id)
        if order.is_payable and order.is_of_this_account and order.claim_opening(now=now):
            return order
        else:
            return None


def _open_claimed(claimed: Order, flow: str, client: FintocClient, now: datetime) -> Opening:
    ends_at = time.monotonic() + DEADLINE_SECONDS
    try:
        ask_and_end(
            claimed,
            client=client,
            cause=CAUSE,
            now=now,
            ends_at=ends_at,
            goes_on=lambda payment: _goes_on(payment, flow, now),
        )
    except FintocError as error:
        # An earlier payment may have gone through: nothing is opened beside it.
        return Opening(Verdict.UNASKED, detail=str(error))
    try:
        opening = _decide(claimed, flow, now)
    except stock.OutOfStock:
        return Opening(Verdict.SOLD_OUT)
    if opening.payment is None or opening.payment.leads_on:
        return opening
    else:
        return _send(opening.payment, client, ends_at, now)


def _goes_on(payment: Payment, flow: str, now: datetime) -> bool:
    """Whether it is the one to pay with: not a window that nobody could open, if a page is asked
    for instead."""
    is_given_up = flow == REDIRECT and payment.flow == WIDGET and payment.status == CREATED
    may_go_on = payment.is_usable(now) or payment.is_unanswered(now)
    return payment.is_current and may_go_on and not is_given_up


def _decide(claimed: Order, flow: str, now: datetime) -> Opening:
    """The cases of an order to be paid, first match wins. Raises stock.OutOfStock."""
    with transaction.atomic():
        order = Order.locked(claimed.pk)
        payments = order.payment_list()
        current = next((payment for payment in payments if payment.is_current), None)
        if not order.has_claim(claimed.opening_until) or not order.is_payable or order.is_blocked:
            return Opening(Verdict.ORDER)
        if current is not None and _goes_on(current, flow, now):
            stock.hold(order, now=now)
            return Opening(Verdict.PAY, current)
        if any(payment.may_be_running(now) for payment in payments):
            return Opening(Verdict.ORDER)
        stock.hold(order, now=now)
        if current is not None:
            current.retire(now=now)
        opens = Payment.open_hosted if flow == REDIRECT else Payment.open
        opened = opens(order=order, now=now)
        # A failed order is to be paid again: its newest attempt is this one.
        order.settle(payments=[*payments, opened], cause=CAUSE, now=now)
        return Opening(Verdict.PAY, opened)


def _send(payment: Payment, client: FintocClient, ends_at: float, now: datetime) -> Opening:
    """Send the stored bytes under the stored key, and once more if no clear answer came."""
    for _attempt in ("send", "resend"):
        try:
            _create(payment, client, left(ends_at), now)
        except Refused as refusal:
            return _refused(payment, refusal, now)
        except Unauthorized as error:
            raise_shop_side(detail=str(error), now=now)
            return Opening(Verdict.UNAVAILABLE, detail=str(error))
        except OutcomeUnknown as error:
            is_replayed = payment.note_fault(fingerprint=error.fingerprint)
            if error.key_is_spent or is_replayed:  # only another key can get through
                payment.retire(now=now)
                return Opening(Verdict.UNAVAILABLE)
        else:
            return _answered(payment, now)
    return Opening(Verdict.UNAVAILABLE)


def _create(payment: Payment, client: FintocClient, deadline: float, now: datetime) -> None:
    """Have Fintoc make what this payment is paid with, and record the answer. Raises FintocError.

    A session that died has its answer repeated under its key, but this key is its payment's alone.
    """
    body, key = payment.request_body, str(payment.reference)
    if payment.flow == REDIRECT:
        session = client.create_checkout_session(body=body, idempotency_key=key, deadline=deadline)
        record_session(
            session=session, mode="", cause=CAUSE, asked=True, now=now, answer_to=payment
        )
    else:
        intent = client.create_payment_intent(body=body, idempotency_key=key, deadline=deadline)
        record_result(intent=intent, mode="", cause=CAUSE, asked=True, now=now, answer_to=payment)


def _answered(payment: Payment, now: datetime) -> Opening:
    """A webhook may have been faster than the answer: read what the payment is by now."""
    payment = statements.get(Payment, payment.pk)
    if payment.is_usable(now):
        return Opening(Verdict.PAY, payment)
    elif payment.status == CREATED:
        return Opening(Verdict.UNAVAILABLE)  # an intent without a token opens no window
    else:
        return Opening(Verdict.ORDER)


def _refused(payment: Payment, refusal: Refused, now: datetime) -> Opening:
    with transaction.atomic():
        order = Order.locked(payment.order_id)
        payment.refresh_from_db()
        if payment.is_known:
            return Opening(Verdict.ORDER)  # a webhook knew it meanwhile: there is one after all
        payment.refuse(reason=refusal.code or refusal.type, now=now)
        order.settle(payments=order.payment_list(), cause=CAUSE, now=now)
        raise_shop_side(detail=str(refusal), order=order, now=now)
    return Opening(Verdict.REFUSED, detail=str(refusal))
