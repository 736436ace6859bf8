"""Whatever is clicked and whatever is lost, an order has one payment that can be paid."""

import random
import threading
import uuid
from collections import Counter
from contextlib import suppress

import pytest
from django.db import connection
from django.utils import timezone

from fintoc_client.client import FintocClient
from orders.account import fintoc
from orders.models import Order, Payment
from orders.opening import Verdict, open_payment
from tests import factories
from tests.races import all_read_before_any_writes, at_once, unprotected

LOST, CLICKS = 500, 50
SEED = 20261123
LOST_IN_A_ROW = 3  # at most: one click sends twice


def click(order):
    return open_payment(order_id=order.pk, client=fintoc(), now=timezone.now()).verdict


def clicks_of(order, number):
    return [lambda: click(order)] * number


def intents_of(server, order):
    """What Fintoc has for the order."""
    return [i for i in server.intents.values() if i["metadata"]["order"] == order.number]


def payable(server, order):
    """Those of them that somebody could pay: with a token that the shop was given."""
    tokens = order.payments.exclude(widget_token="").values_list("widget_token", flat=True)
    return [intent for intent in intents_of(server, order) if intent["widget_token"] in tokens]


def orders_with_lost_answers(server, *, number):
    """Orders, one by one, whose next answers are cut at a random byte: one, two or three."""
    lots = random.Random(SEED)
    mug = factories.product(stock=number)
    for _ in range(number):
        lost = iter([True] * lots.randint(1, LOST_IN_A_ROW))
        server.bytes_let_through = lambda answer, lost=lost: (
            lots.randrange(len(answer)) if next(lost, False) else None
        )
        yield factories.order(products=[mug])


def clicks_until_there_is_a_window(order):
    for number in range(1, 5):
        if click(order) is Verdict.PAY:
            return number
    raise AssertionError("no click opened a window")


@pytest.mark.django_db
def test_after_a_lost_answer_the_next_clicks_find_the_same_payment(fintoc_server):
    clicks = Counter()
    for order in orders_with_lost_answers(fintoc_server, number=LOST):
        clicks[clicks_until_there_is_a_window(order)] += 1
        assert len(payable(fintoc_server, order)) == order.payments.count() == 1

    assert len(fintoc_server.intents) == LOST
    assert fintoc_server.creates > LOST * 2  # each was asked for again
    assert set(clicks) == {1, 2}  # an answer lost once is mended unseen


@pytest.mark.django_db
def test_with_a_new_key_each_time_a_lost_answer_is_a_second_intent(fintoc_server, monkeypatch):
    """The negative control of the lost answers."""
    create = FintocClient.create_payment_intent
    monkeypatch.setattr(
        FintocClient,
        "create_payment_intent",
        lambda client, **facts: create(client, **{**facts, "idempotency_key": str(uuid.uuid4())}),
    )

    for order in orders_with_lost_answers(fintoc_server, number=3):
        clicks_until_there_is_a_window(order)
        assert len(intents_of(fintoc_server, order)) > 1


@pytest.mark.django_db(transaction=True)
def test_fifty_clicks_at_once_open_one_payment_with_one_question(fintoc_server):
    order = factories.order()

    verdicts = Counter(at_once(clicks_of(order, CLICKS), threads=CLICKS))

    assert set(verdicts) <= {Verdict.PAY, Verdict.ORDER} and verdicts[Verdict.PAY] >= 1
    assert len(payable(fintoc_server, order)) == len(fintoc_server.intents) == 1
    assert fintoc_server.creates == order.payments.count() == 1


@pytest.fixture
def unclaimed(monkeypatch):
    """Everybody may open: the claim is taken away."""
    monkeypatch.setattr(Order, "claim_opening", lambda *_args, **_kwargs: True)
    monkeypatch.setattr(Order, "has_claim", lambda *_args, **_kwargs: True)


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_the_same_clicks_ask_fintoc_several_times(fintoc_server, unclaimed):
    """The negative control. The key and the constraint still keep it to one payment."""
    order = factories.order()
    both_are_asking = threading.Barrier(2, timeout=5)

    def wait_for_another(_intent):
        with suppress(threading.BrokenBarrierError):
            both_are_asking.wait()

    fintoc_server.before_answering = wait_for_another
    at_once(clicks_of(order, 2), threads=2)

    assert fintoc_server.creates == 2
    assert len(fintoc_server.intents) == 1


@pytest.fixture
def unconstrained(transactional_db):
    """The database no longer refuses a second current payment."""
    (constraint,) = [c for c in Payment._meta.constraints if c.name == "one_current_payment"]
    with connection.schema_editor() as editor:
        editor.remove_constraint(Payment, constraint)
    yield
    Payment.objects.all().delete()
    with connection.schema_editor() as editor:
        editor.add_constraint(Payment, constraint)


def test_without_claim_lock_and_constraint_two_payments_can_be_paid(
    fintoc_server, unclaimed, unconstrained
):
    """The negative control of the intents."""
    order = factories.order()

    with unprotected(), all_read_before_any_writes(Payment, "save", readers=2):
        at_once(clicks_of(order, 2), threads=2)

    assert len(payable(fintoc_server, order)) == 2
