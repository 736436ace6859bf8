"""Order: a purchase, by whom, for how much, and how far it is."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.tax import included_tax
from orders import status
from orders.models.event import OrderEvent
from orders.models.line import OrderLine

if TYPE_CHECKING:
    from orders.models.payment import Payment

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O or U: sayable, not guessable
OPENING_LEASE = timedelta(seconds=15)
REFRESH_PAUSE = timedelta(seconds=5)
REFRESH_WINDOW = timedelta(minutes=10)
REFRESHES_PER_WINDOW = 12


def new_number(country: str) -> str:
    """A number to print and say, such as `CL-7K2M-4QX9`."""
    letters = [secrets.choice(CROCKFORD) for _ in range(8)]
    return f"{country.upper()}-{''.join(letters[:4])}-{''.join(letters[4:])}"


def new_token() -> str:
    """128 random bits, for what nobody may guess: the order's address alone opens it."""
    return secrets.token_urlsafe(16)


class Order(models.Model):
    """A purchase. Its status is derived from its payments; see `orders/status.py`."""

    number = models.CharField(max_length=16, unique=True)
    token = models.CharField(max_length=32, unique=True, default=new_token)
    purchase = models.CharField(max_length=32, unique=True)  # its shopper's own name for it
    account = models.CharField(max_length=100)  # the Fintoc account it is to be paid into
    amount = models.PositiveBigIntegerField()  # minor units, tax included
    currency = models.CharField(max_length=3)
    tax_percent = models.PositiveSmallIntegerField()
    email = models.EmailField()
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=10)
    terms_accepted_at = models.DateTimeField()
    status = models.CharField(
        max_length=20,
        default=status.CREATED,
        choices=[(word, word) for word in status.ORDER_STATUSES],
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()  # when a shopper's page last had something new to show
    canceled_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)  # the stock is ours until then
    opening_until = models.DateTimeField(null=True, blank=True)  # somebody is opening a payment
    refreshed_at = models.DateTimeField(null=True, blank=True)
    refresh_window_at = models.DateTimeField(null=True, blank=True)
    refreshes = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="order_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(status__in=status.ORDER_STATUSES), name="order_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    # --- Reading ---

    @classmethod
    def locked(cls, order_id: int) -> Self:
        """The order, its row locked until the transaction ends. Always before its payments."""
        return cls.objects.select_for_update().get(pk=order_id)

    def payment_list(self) -> list["Payment"]:
        """Its payments, oldest first, as the derivation wants them."""
        return list(self.payments.order_by("created_at", "pk"))

    @property
    def tax(self) -> int:
        """The tax inside `amount`, in minor units."""
        return included_tax(gross=self.amount, percent=self.tax_percent)

    @property
    def payable_until(self) -> datetime:
        """Until when it is kept for being paid."""
        return self.created_at + timedelta(hours=settings.ORDER_PAYABLE_HOURS)

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
        return self.alerts.open().blocking().exists()

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
        email: str,
        name: str,
        language: str,
        held_until: datetime,
        cause: str,
        now: datetime,
        lines: Sequence[OrderLine],
    ) -> Self:
        """Store a new order with its lines and the first row of its timeline."""
        order = cls.objects.create(
            number=new_number(country),
            purchase=purchase,
            account=account,
            amount=sum(line.amount for line in lines),
            currency=currency,
            tax_percent=tax_percent,
            email=email,
            name=name,
            language=language,
            terms_accepted_at=now,
            created_at=now,
            changed_at=now,
            held_until=held_until,
        )
        order._set_lines(lines)
        OrderEvent.add(
            order=order, kind=OrderEvent.STATUS, value=order.status, cause=cause, now=now
        )
        return order

    def edit(
        self,
        *,
        email: str,
        name: str,
        language: str,
        held_until: datetime,
        now: datetime,
        lines: Sequence[OrderLine],
    ) -> None:
        """Replace lines and customer. Only for an order that no payment was opened for."""
        self.lines.all().delete()
        self._set_lines(lines)
        self.amount = sum(line.amount for line in lines)
        self.email, self.name, self.language = email, name, language
        self.terms_accepted_at = self.changed_at = now
        self.held_until = held_until
        self.save()

    def _set_lines(self, lines: Sequence[OrderLine]) -> None:
        for line in lines:
            line.order = self
        OrderLine.objects.bulk_create(lines)

    def settle(self, *, payments: Sequence["Payment"], cause: str, now: datetime) -> bool:
        """Derive the status anew; on a change store it with its timeline row and return True."""
        derived = status.order_status(payments, is_canceled=self.canceled_at is not None)
        if derived == self.status:
            return False
        self.status = derived
        self.changed_at = now
        self.save(update_fields=["status", "changed_at"])
        OrderEvent.add(order=self, kind=OrderEvent.STATUS, value=derived, cause=cause, now=now)
        return True

    def touch(self, *, now: datetime) -> None:
        """Note that a page showing the order has something new, though the status is the same."""
        self.changed_at = now
        self.save(update_fields=["changed_at"])

    def hold(self, *, until: datetime) -> None:
        """Keep its stock aside for longer."""
        self.held_until = until
        self.save(update_fields=["held_until"])

    def claim_opening(self, *, now: datetime) -> bool:
        """Become the only one opening a payment; False if somebody else is. Needs the row lock."""
        if self.opening_until is not None and self.opening_until > now:
            return False
        self.opening_until = now + OPENING_LEASE
        self.save(update_fields=["opening_until"])
        return True

    def has_claim(self, claimed_until: datetime | None) -> bool:
        """Whether the claim taken earlier is still ours, and nobody took over when it ran out."""
        return self.opening_until is not None and self.opening_until == claimed_until

    def release_opening(self) -> None:
        """Let the next click open a payment at once, unless somebody took the claim over."""
        Order.objects.filter(pk=self.pk, opening_until=self.opening_until).update(
            opening_until=None
        )

    def claim_refresh(self, *, now: datetime) -> bool:
        """Whether this order may ask Fintoc now: every 5 s, 12 times in 10 min. Needs the lock."""
        if self.refreshed_at is not None and now - self.refreshed_at < REFRESH_PAUSE:
            return False
        if self.refresh_window_at is None or now - self.refresh_window_at >= REFRESH_WINDOW:
            self.refresh_window_at, self.refreshes = now, 0
        if self.refreshes >= REFRESHES_PER_WINDOW:
            return False
        self.refreshed_at = now
        self.refreshes += 1
        self.save(update_fields=["refreshed_at", "refresh_window_at", "refreshes"])
        return True
