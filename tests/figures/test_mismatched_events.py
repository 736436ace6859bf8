"""Rightly signed events about other money than ours: the event's word alone moves nothing.

25 ways to differ in two countries, each with a Fintoc that says the same when asked, and with one
that knows better.
"""

import pytest
import responses
from django.test import Client

from operations.worker import turn
from orders.models import Alert, Order, Payment
from tests import factories
from tests.figures.counting import confirmations

pytestmark = pytest.mark.django_db

CURRENCY = {"cl": "CLP", "mx": "MXN"}


def changed(**fields):
    return lambda data, _other: data.update(fields)


def amount(change):
    return lambda data, _other: data.update(amount=change(data["amount"]))


def marked_for_another_order(data, other):
    """An intent nobody knows, with the mark of an order whose own intent is another one."""
    data.update(id="pi_unheard_of", metadata=factories.intent(other)["metadata"])


def the_intent_of_another_order(data, other):
    """Our mark, on the intent that we know to be another order's."""
    data.update(id=other.intent_id)


def paid_with_the_money_of_another_order(data, other):
    data.update(amount=other.amount, metadata=factories.intent(other)["metadata"])


WAYS = {
    "one less": amount(lambda ours: ours - 1),
    "one more": amount(lambda ours: ours + 1),
    "a hundred times": amount(lambda ours: ours * 100),
    "a hundredth": amount(lambda ours: ours // 100),
    "ten times": amount(lambda ours: ours * 10),
    "twice": amount(lambda ours: ours * 2),
    "one": changed(amount=1),
    "nothing": changed(amount=0),
    "the largest": changed(amount=2**53),
    "negative": amount(lambda ours: -ours),
    "beyond any number": changed(amount=2**63),
    "true": changed(amount=True),
    "text": amount(str),
    "a fraction": amount(float),
    "no amount": changed(amount=None),
    "dollars": changed(currency="USD"),
    "the other country's currency": lambda data, _other: data.update(
        currency={"CLP": "MXN", "MXN": "CLP"}[data["currency"]]
    ),
    "a currency with a blank": lambda data, _other: data.update(currency=data["currency"] + " "),
    "no currency": changed(currency=""),
    "live": changed(mode="live"),
    "a mode nobody knows": changed(mode="sandbox"),
    "dollars, live": changed(currency="USD", mode="live"),
    "marked for another order": marked_for_another_order,
    "the intent of another order": the_intent_of_another_order,
    "the money of another order": paid_with_the_money_of_another_order,
}
# They say nothing that could be true of any payment, so nobody is asked about them.
UNUSABLE = {"negative", "beyond any number", "true", "text", "a fraction", "no amount"}
UNUSABLE |= {"no currency"}
assert len(WAYS) * len(CURRENCY) == 50


@pytest.fixture(params=CURRENCY)
def country(request, settings):
    settings.STORE_COUNTRY = request.param
    return request.param


@pytest.fixture
def ours(country):
    return payment_for(country, price=2_476)


@pytest.fixture
def other(country):
    return payment_for(country, price=1_029)


def payment_for(country, *, price):
    mug = factories.product(price=price, currency=CURRENCY[country])
    return factories.payment(factories.order(products=[mug]))


@pytest.fixture
def told(ours, other):
    """What an event says of the intent in some odd way; its envelope says the same mode."""

    def build(way):
        data = factories.intent(ours, status="succeeded", widget_token=None)
        WAYS[way](data, other)
        return data

    return build


@pytest.fixture
def fintoc():
    with responses.RequestsMock(assert_all_requests_are_fired=False) as wire:
        yield wire


def hear(data):
    event = factories.event(data, mode=data["mode"])
    assert factories.signed_post(Client(), event).status_code == 200


def ask_what_is_due(fintoc, told):
    """A turn of the worker, with a Fintoc that answers `told` about its intent."""
    fintoc.get(f"{factories.INTENTS}/{told['id']}", json=told)
    turn()


def fulfilled():
    return Order.objects.exclude(status="created").count() + confirmations()


def alert_kinds():
    return set(Alert.objects.values_list("kind", flat=True))


def as_it_truly_is(data):
    """What Fintoc has: the money we asked for, not paid yet."""
    payment = Payment.objects.get(intent_id=data["id"])  # heard of by now
    money = {"amount": payment.amount, "currency": payment.currency, "mode": "test"}
    return {**data, **money, "status": "created"}


@pytest.mark.parametrize("way", WAYS)
def test_if_fintoc_says_otherwise_when_asked_nobody_is_alarmed(way, told, fintoc):
    odd = told(way)

    hear(odd)
    assert fulfilled() == 0  # on the event's word

    ask_what_is_due(fintoc, as_it_truly_is(odd))

    assert fulfilled() == 0
    assert alert_kinds() == ({"quarantined"} if way in UNUSABLE else set())


@pytest.mark.parametrize("way", WAYS)
def test_if_fintoc_says_the_same_when_asked_staff_are_told_and_nothing_is_fulfilled(
    way, told, fintoc
):
    odd = told(way)

    hear(odd)
    assert fulfilled() == 0  # on the event's word

    ask_what_is_due(fintoc, odd)

    assert fulfilled() == 0
    assert alert_kinds() == {"quarantined" if way in UNUSABLE else "mismatch"}


def test_without_the_comparison_they_are_fulfilled(told, fintoc, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(Payment, "differs_from", lambda *_args, **_facts: False)
    monkeypatch.setattr(Payment, "counts", True)

    hear(told("one less"))

    assert fulfilled() > 0
