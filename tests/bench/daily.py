"""What a shop does all day, each thing as a function to call: for timing it, and for its plans.

It needs a shop that `many_orders.fill` has filled and to which `shop_rows.add` has added some
orders to be paid.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import count

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from fintoc_client.objects import Page, PaymentIntent
from operations import worker
from operations.claim import claim
from orders.models import Order, Payment, Reconciliation
from orders.reconciling import read_next_page
from tests.bench.events import fintoc_event, intent_id
from tests.factories import signed_post

LIST = "/admin/orders/order/"
PAGE = 100  # intents that Fintoc lists at once


class _Listed:
    """A Fintoc whose list has one page, of payments that are all known here."""

    def __init__(self) -> None:
        payments = Payment.objects.filter(intent_id__isnull=False).order_by("-pk")[:PAGE]
        self.intents = [_as_listed(payment) for payment in payments]

    def payment_intents_page(self, **_where: object) -> Page[PaymentIntent]:
        return Page(items=self.intents)


def _as_listed(payment: Payment) -> PaymentIntent:
    return PaymentIntent(
        id=str(payment.intent_id),
        status=payment.status,
        amount=payment.amount,
        currency=payment.currency,
        mode="test",
    )


def operations(*, first: int) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each by its name. The webhooks pay the orders from number `first` on."""
    yield "payment by its intent", lambda: Payment.objects.get(intent_id=intent_id(first))
    yield from _from_outside(first)
    yield from _in_the_back_office()
    yield from _by_the_worker()


def _from_outside(first: int) -> Iterator[tuple[str, Callable[[], object]]]:
    visitor, numbers = Client(SERVER_NAME="localhost"), count(first)
    paid = Order.objects.filter(status="succeeded").latest("pk")
    known = fintoc_event(first)
    yield "webhook, new", lambda: _ok(signed_post(visitor, fintoc_event(next(numbers))))
    yield "webhook, repeated", lambda: _ok(signed_post(visitor, known))
    yield "order page", lambda: _ok(visitor.get(f"/orders/{paid.token}/"))
    yield "status.json", lambda: _ok(visitor.get(f"/orders/{paid.token}/status.json"))


def _in_the_back_office() -> Iterator[tuple[str, Callable[[], object]]]:
    owner = Client(SERVER_NAME="localhost")
    owner.force_login(_owner())
    middle = Order.objects.get(pk=Order.objects.latest("pk").pk // 2)
    payment = middle.payments.get()
    pages = {
        "home": ("/admin/", {}),
        "newest orders": (LIST, {}),
        "last page of the orders": (LIST, {"after": "0"}),
        "failed orders": (LIST, {"status": "failed"}),
        "search, number": (LIST, {"q": middle.number}),
        "search, mail": (LIST, {"q": middle.email}),
        "search, name": (LIST, {"q": middle.name}),
        "search, Fintoc's id": (LIST, {"q": str(payment.intent_id)}),
        "search, nothing found": (LIST, {"q": "zzzyyy"}),
        "an order": (f"{LIST}{middle.pk}/change/", {}),
        "webhook log": ("/admin/webhooks/webhookevent/", {}),
    }
    for name, (address, asked) in pages.items():
        yield f"back office: {name}", _getting(owner, address, asked)


def _by_the_worker() -> Iterator[tuple[str, Callable[[], object]]]:
    for chore in worker.CHORES:
        kind = chore.rows().model._meta.verbose_name
        yield f"worker: claim a batch, {kind}", _claiming(chore)
    listed = _Listed()
    row = Reconciliation.of(settings.FINTOC_ACCOUNT, now=timezone.now())
    yield (
        f"worker: reconcile a page of {PAGE}",
        lambda: read_next_page(row=row, client=listed, now=timezone.now()),  # type: ignore[arg-type]
    )


def _owner() -> User:
    owner, _is_new = User.objects.get_or_create(
        username="owner-of-the-bench", is_staff=True, is_superuser=True
    )
    return owner


def _getting(browser: Client, address: str, asked: dict[str, str]) -> Callable[[], None]:
    return lambda: _ok(browser.get(address, asked))


def _claiming(chore: worker.Chore) -> Callable[[], object]:
    """Rows of an instant ago, so that the next claim finds rows too."""
    return lambda: claim(
        chore.rows(), limit=worker.BATCH, lease=timedelta(seconds=-1), now=timezone.now()
    )


def _ok(response: object) -> None:
    assert response.status_code == 200, response  # type: ignore[attr-defined]
