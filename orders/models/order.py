"""Order: a purchase, by whom, for how much, and how far it is."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

import statements
from catalog.tax import included_tax
from orders import refund_status, status
from orders.models.alert import Alert
from orders.models.claims import Claims
from orders.models.delivering import Delivering, Details
from orders.models.event import OrderEvent
from orders.models.fulfilling import IS_TO_PREPARE, Fulfilling
from orders.models.lapsing import Lapsing
from orders.models.line import OrderLine
from orders.models.numbering import new_number, new_token

if TYPE_CHECKING:
    from orders.models.payment import Payment

BLOCKED = f"""WHERE order_id = %s AND resolved_at IS NULL
    AND kind IN ({", ".join(["%s"] * len(Alert.BLOCKING))})"""


class Order(Fulfilling, Delivering, Lapsing, Claims):
    """A purchase. Its status is derived from its payments; see `orders/status.py`."""

    number = models.CharField(max_length=16, unique=True)
    token = models.CharField(max_length=32, default=new_token)
    purchase = models.CharField(max_length=32)  # its shopper's own name for it
    account = models.CharField(max_length=100)  # the Fintoc account it is to be paid into
    currency = models.CharField(max_length=3)
    tax_percent = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=20,
        default=status.CREATED,
        choices=[(word, word) for word in status.ORDER_STATUSES],
    )
    canceled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # Here and not in the fields, as with other long names that are only ever asked for whole:
        # a field's `unique` makes PostgreSQL keep a second index, for parts of it.
        constraints = [
            models.UniqueConstraint(fields=["token"], name="one_order_per_token"),
            models.UniqueConstraint(fields=["purchase"], name="one_order_per_purchase"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="order_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(status__in=status.ORDER_STATUSES), name="order_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(shipping_amount__lte=F("amount")), name="order_shipping_within_amount"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="order_due", condition=Q(due_at__isnull=False)),
            # What the back office filters by, newest first.
            models.Index(fields=["status", "-id"], name="order_by_status"),
            models.Index(fields=["fulfillment", "-id"], name="order_by_fulfillment"),
            models.Index(
                fields=["fulfillment", "id"],
                name="order_to_prepare",
                condition=Q(status=status.SUCCEEDED) & IS_TO_PREPARE,
            ),
            models.Index(Upper("email"), name="order_by_email"),
            models.Index(Upper("name"), name="order_by_name"),
            models.Index(fields=["created_at"], name="order_by_day"),
            models.Index(fields=["amount"], name="order_by_amount"),
        ]

    def __str__(self) -> str:
        return self.number

    # --- Reading ---

    @classmethod
    def locked(cls, order_id: int) -> Self:
        """The order, its row locked until the transaction ends. Always before its payments."""
        return statements.get(cls, order_id, lock=True)

    @classmethod
    def locked_with(cls, *, intent_id: str) -> Self | None:
        """The order of such a payment, found and locked in one statement; None if there is none."""
        where = "WHERE id = (SELECT order_id FROM orders_payment WHERE intent_id = %s)"
        return statements.first(cls, where, intent_id, lock=True)

    @classmethod
    def locked_with_reference(cls, reference: UUID) -> Self | None:
        """The same by our own mark on a payment."""
        where = "WHERE id = (SELECT order_id FROM orders_payment WHERE reference = %s)"
        return statements.first(cls, where, statements.stored_uuid(reference), lock=True)

    def payment_list(self, computed: Mapping[str, str] = statements.NOTHING) -> list["Payment"]:
        """Its payments, oldest first, as the derivation wants them, with what is `computed`."""
        where = "WHERE order_id = %s ORDER BY created_at, id"
        model = self.payments.model
        payments: list[Payment] = statements.select(model, where, self.pk, computed=computed)
        for payment in payments:
            payment.order = self
        return payments

    @property
    def amount_refunded(self) -> int:
        """What went back of the payment that paid it, in minor units; not of a duplicate."""
        paid = self.payments.filter(fulfilled_at__isnull=False)
        sent = paid.filter(refunds__status=refund_status.SUCCEEDED)
        return sum(sent.values_list("refunds__amount", flat=True))

    @property
    def tax(self) -> int:
        """The tax inside `amount`, in minor units."""
        return included_tax(gross=self.amount, percent=self.tax_percent)

    @property
    def is_paid(self) -> bool:
        return self.status == status.SUCCEEDED

    @property
    def is_pending(self) -> bool:
        return self.status == status.PENDING

    @property
    def is_canceled(self) -> bool:
        return self.status == status.CANCELED

    @property
    def was_canceled(self) -> bool:
        """Whether it was canceled, whatever came in after that."""
        return self.canceled_at is not None

    @property
    def was_canceled_by_shopper(self) -> bool:
        canceled = self.events.filter(kind=OrderEvent.STATUS, value=status.CANCELED)
        return canceled.filter(cause="shopper").exists()

    @property
    def is_failed(self) -> bool:
        return self.status == status.FAILED

    @property
    def is_rejected(self) -> bool:
        return self.status == status.REJECTED

    @property
    def is_final(self) -> bool:
        return self.status in status.ORDER_FINAL

    @property
    def is_payable(self) -> bool:
        return self.status == status.CREATED or self.status in status.UNSUCCESSFUL

    @property
    def is_of_this_account(self) -> bool:
        """Whether our key may act for it: not another mode's, nor the simulator's."""
        return self.account == settings.FINTOC_ACCOUNT

    @property
    def is_blocked(self) -> bool:
        """Whether staff must decide something before it can be paid again."""
        return statements.exists(Alert, BLOCKED, self.pk, *Alert.BLOCKING)

    def is_to_be_paid_again(self, payments: Sequence["Payment"]) -> bool:
        """Whether the last of its attempts came to nothing, and none is under way since."""
        attempts = [payment for payment in payments if payment.is_attempt]
        is_over = bool(attempts) and attempts[-1].is_to_be_repeated
        return self.is_payable and is_over and not self.is_blocked

    # --- Changing ---

    @classmethod
    def place(
        cls,
        *,
        purchase: str,
        account: str,
        country: str,
        currency: str,
        tax_percent: int,
        details: Details,
        held_until: datetime,
        cause: str,
        now: datetime,
        lines: Sequence[OrderLine],
    ) -> Self:
        """Store a new order with its lines and the first row of its timeline."""
        order = cls(
            number=new_number(country),
            purchase=purchase,
            account=account,
            currency=currency,
            tax_percent=tax_percent,
            created_at=now,
            held_until=held_until,
            due_at=held_until,
        )
        order._take(details, lines, now=now)
        order.save(force_insert=True)
        order._set_lines(lines)
        OrderEvent.keep([OrderEvent.of_status(order, cause=cause, now=now)])
        return order

    def edit(
        self,
        *,
        details: Details,
        held_until: datetime,
        cause: str,
        now: datetime,
        lines: Sequence[OrderLine],
    ) -> None:
        """Replace lines, customer and delivery. Only before a payment was opened for it."""
        self.lines.all().delete()
        self._set_lines(lines)
        self._take(details, lines, now=now)
        self.held_until = self.due_at = held_until
        self.save()
        OrderEvent.add(order=self, kind=OrderEvent.NOTE, value="edited", cause=cause, now=now)

    def _set_lines(self, lines: Sequence[OrderLine]) -> None:
        for line in lines:
            line.order = self
        OrderLine.objects.bulk_create(lines)

    @classmethod
    def stand_in(
        cls, *, amount: int, currency: str, account: str, cause: str, now: datetime
    ) -> Self:
        """Store an order that nobody placed, for money that came without one, canceled."""
        order = cls.objects.create(
            number=new_number(settings.STORE_COUNTRY),
            purchase=new_token(),
            account=account,
            amount=amount,
            currency=currency,
            tax_percent=0,
            language=settings.LANGUAGE_CODE,
            terms_accepted_at=now,
            created_at=now,
            changed_at=now,
        )
        order.cancel(payments=[], cause=cause, now=now)
        return order

    def settle(
        self,
        *,
        payments: Sequence["Payment"],
        cause: str,
        now: datetime,
        news: Sequence[OrderEvent] = (),
    ) -> bool:
        """Derive the status anew; on a change store it with its timeline row and return True.

        `news` are the rows, unsaved, of what made this necessary: they stand before its own.
        """
        derived = status.order_status(payments, is_canceled=self.canceled_at is not None)
        has_changed = derived != self.status
        if has_changed:
            self.status = derived
            self.changed_at = now
            self.due_at = self.lapses_at
            statements.update(self, "status", "changed_at", "due_at")
            news = [*news, OrderEvent.of_status(self, cause=cause, now=now)]
        OrderEvent.keep(news)
        return has_changed

    def touch(self, *, now: datetime) -> None:
        """Note that a page showing the order has something new, though the status is the same."""
        self.changed_at = now
        statements.update(self, "changed_at")

    def cancel(self, *, payments: Sequence["Payment"], cause: str, now: datetime) -> None:
        """Nobody will be asked to pay it any more. What comes in all the same is still heard."""
        self.canceled_at = now
        statements.update(self, "canceled_at")
        for payment in payments:
            payment.retire(now=now)
        self.settle(payments=payments, cause=cause, now=now)
