"""Ruled: what staff say of a payment over Fintoc's word, and what of its money may go back."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from fintoc_client.objects import Refund as Report
from orders import refund_status
from orders.models.reported import Reported

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

    from orders.models.order import Order
    from orders.models.refund import Refund


class Ruled(Reported):
    """The half of a Payment that staff decide about. When they do is `orders/rulings.py`."""

    order: "models.ForeignKey[Order, Order]"
    refunds: "RelatedManager[Refund]"
    fulfilled_at = models.DateTimeField(null=True, blank=True)  # when it paid its order: one does

    class Meta:
        abstract = True

    @property
    def received(self) -> int:
        """How much it brought, in minor units: staff may take other money than we asked for."""
        return self.reported_amount or self.amount

    @property
    def received_currency(self) -> str:
        """Of `received` and of `refundable`."""
        return self.reported_currency or self.currency

    @property
    def refundable(self) -> int:
        """How much of what it brought has not been asked back, in minor units."""
        return self._left_by(self.refunds.all())

    def _left_by(self, refunds: "Iterable[Refund]") -> int:
        received = self.received if self.brought_money else 0
        own = [each for each in refunds if each.payment_id == self.pk and not each.is_void]
        return received - sum(refund.amount for refund in own)

    def may_have_refunded(self, report: Report, *, account: str) -> bool:
        """Whether a refund that nobody asked for here can be of its money."""
        ours = (self.received_currency, self.account)
        if not self.brought_money or (report.currency, account) != ours:
            return False
        stayed_here = report.status in refund_status.RETURNED
        return 0 < report.amount <= (self.received if stayed_here else self.refundable)

    @property
    def has_gone_back(self) -> bool:
        """Whether it brought money, and all of that went back or is on its way."""
        return self.is_given_back_by(self.refunds.all())

    def is_given_back_by(self, refunds: "Iterable[Refund]") -> bool:
        """The same by refunds that were read already, those of other payments among them."""
        return self.brought_money and self._left_by(refunds) <= 0

    def accept(self, *, now: datetime) -> None:
        """Staff took the money it brought, though it is not what we asked for."""
        self.accepted_at = now
        self._pay_if_money(now)
        self.save(update_fields=["accepted_at", "fulfilled_at"])

    def rule(self, ruling: str, *, now: datetime) -> None:
        """Staff say what the bank does not. One that is set aside pays its order no longer."""
        self.ruling = ruling
        if self.is_set_aside:
            self.fulfilled_at = None
        self._pay_if_money(now)
        self.save(update_fields=["ruling", "fulfilled_at"])

    def take_over(self, *, now: datetime) -> None:
        """It pays the order, now that the payment which did is set aside."""
        self.fulfilled_at = now
        self.save(update_fields=["fulfilled_at"])

    def _pay_if_money(self, now: datetime) -> None:
        if self.is_money and not self.order.is_paid:
            self.fulfilled_at = now
