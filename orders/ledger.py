"""The ledger: every payment that succeeded at Fintoc is accounted for here, and no other.

Money succeeded = fulfilled + duplicate + mismatch + orphan, per currency; what other shops of the
same account took is apart. Each side is added up on its own: Fintoc's from its list, ours from our
rows.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings

from fintoc_client.client import FintocClient
from fintoc_client.errors import OutcomeUnknown
from fintoc_client.objects import PaymentIntent
from orders import status
from orders.account import account_of, is_ours
from orders.models import Payment
from orders.pacing import wait_for_turn

FULFILLED, DUPLICATE, MISMATCH, ORPHAN = "fulfilled", "duplicate", "mismatch", "orphan"
KINDS = (FULFILLED, DUPLICATE, MISMATCH, ORPHAN)
FOREIGN = "foreign"
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """One payment that succeeded: which intent, how much (minor units), and why it is listed."""

    intent_id: str
    amount: int
    currency: str
    note: str = ""


@dataclass
class Ledger:
    """What was found. Sums and counts are by (kind, currency); `fintoc` is Fintoc's own side."""

    sums: Counter[tuple[str, str]] = field(default_factory=Counter)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    fintoc: Counter[str] = field(default_factory=Counter)
    orphans: list[Entry] = field(default_factory=list)
    differences: list[Entry] = field(default_factory=list)

    def difference(self, currency: str) -> int:
        """Fintoc's sum less ours, in minor units. Nought when all is accounted for."""
        return self.fintoc[currency] - sum(self.sums[kind, currency] for kind in KINDS)

    @property
    def currencies(self) -> list[str]:
        return sorted({currency for _kind, currency in self.sums} | set(self.fintoc))

    @property
    def is_balanced(self) -> bool:
        """Whether every payment agrees, and the sums with them."""
        return not self.differences and not any(map(self.difference, self.currencies))

    def add(self, kind: str, entry: Entry) -> None:
        self.sums[kind, entry.currency] += entry.amount
        self.counts[kind, entry.currency] += 1


def draw_up(*, client: FintocClient, since: date, now: datetime) -> Ledger:
    """Compare Fintoc's list from `since` on with our payments. Raises FintocError."""
    ledger, seen = Ledger(), set()
    for intents in _pages(client, since, now=now):
        rows = _rows_of(intents)
        for intent in intents:
            seen.add(intent.id)
            _enter_theirs(ledger, intent, rows.get(intent.id))
    for payment in _ours(since):
        is_listed = payment.intent_id in seen
        # A date has no time zone: of the days around the first one, only what is listed counts.
        if is_listed or payment.created_at.date() >= since + A_DAY:
            _enter_ours(ledger, payment, is_listed=is_listed)
    return ledger


def _pages(client: FintocClient, since: date, *, now: datetime) -> Iterator[list[PaymentIntent]]:
    """Fintoc's whole list, as slowly as the workers ask. A page twice would never end."""
    url, read = "", set()
    while url not in read:
        read.add(url)
        wait_for_turn(now=now)
        page = client.payment_intents_page(url=url, since="" if url else since.isoformat())
        if page.unusable:
            raise OutcomeUnknown(f"Fintoc's list has an unusable item: {page.unusable[0]}")
        yield list(page.items)
        if not page.next_url:
            return
        url = page.next_url
    raise OutcomeUnknown("Fintoc's list goes round in a circle")


def _rows_of(intents: Iterable[PaymentIntent]) -> dict[str, Payment]:
    ids = [intent.id for intent in intents]
    found = Payment.objects.filter(intent_id__in=ids).select_related("order")
    return {str(payment.intent_id): payment for payment in found}


def _ours(since: date) -> Iterator[Payment]:
    """Our payments that the list may have."""
    payments = Payment.objects.filter(account=settings.FINTOC_ACCOUNT, intent_id__isnull=False)
    recent = payments.filter(status=status.SUCCEEDED, created_at__date__gte=since - A_DAY)
    return recent.select_related("order").order_by("pk").iterator()


def _enter_theirs(ledger: Ledger, intent: PaymentIntent, payment: Payment | None) -> None:
    if intent.status != status.SUCCEEDED:
        if payment is not None and payment.has_succeeded:
            _differ(ledger, intent, f"we say succeeded, Fintoc says {intent.status}")
        return
    entry = Entry(intent.id, intent.amount, intent.currency)
    if payment is None and not is_ours(intent.metadata):
        ledger.add(FOREIGN, entry)
        return
    ledger.fintoc[intent.currency] += intent.amount
    if payment is None:
        ledger.add(ORPHAN, entry)
        ledger.orphans.append(entry)
    elif not payment.has_succeeded:
        _differ(ledger, intent, f"we say {payment.status}, Fintoc says succeeded")
    elif not _says_the_same(payment, intent):
        _differ(ledger, intent, f"we noted {payment.reported_amount} {payment.reported_currency}")


def _says_the_same(payment: Payment, intent: PaymentIntent) -> bool:
    noted = (payment.reported_amount, payment.reported_currency, payment.reported_account)
    return noted == (intent.amount, intent.currency, account_of(intent.mode))


def _enter_ours(ledger: Ledger, payment: Payment, *, is_listed: bool) -> None:
    entry = Entry(
        str(payment.intent_id),
        payment.reported_amount or 0,
        payment.reported_currency,
        f"order {payment.order.number}",
    )
    ledger.add(_kind_of(payment), entry)
    if not is_listed:
        _differ(ledger, entry, f"order {payment.order.number}: Fintoc's list lacks it")
    if payment.fulfilled_at is not None and not payment.order.is_paid:
        _differ(ledger, entry, f"order {payment.order.number} is {payment.order.status}")
    if payment.refundable < 0:
        _differ(ledger, entry, f"order {payment.order.number}: more went back than came in")


def _kind_of(payment: Payment) -> str:
    if payment.fulfilled_at is not None:
        return FULFILLED
    return DUPLICATE if payment.counts else MISMATCH


def _differ(ledger: Ledger, what: PaymentIntent | Entry, note: str) -> None:
    intent_id = what.id if isinstance(what, PaymentIntent) else what.intent_id
    ledger.differences.append(Entry(intent_id, what.amount, what.currency, note))
