"""Orders are prepared and handed over once they are paid, and never while staff must decide."""

from dataclasses import replace
from itertools import product as every

import pytest
from django.core import mail
from django.utils import timezone

from operations.worker import turn
from orders import fulfillment
from orders.correcting import send_again
from orders.fulfillment import (
    NotALink,
    NotFulfillable,
    move_order,
    possible_moves,
    prepare_all,
    to_prepare,
)
from orders.models import Alert, OrderEvent
from orders.models.fulfilling import FOLLOWS, FULFILLMENTS, Parcel
from tests import factories

pytestmark = pytest.mark.django_db
PARCEL = Parcel(carrier="Correo", tracking="123", tracking_url="https://correo.example.com/123")


@pytest.fixture
def order():
    """To be sent home."""
    return paid(is_sent_home=True)


@pytest.fixture
def picked_up():
    return paid()


def paid(**facts):
    return factories.payment(factories.order(**facts), status="succeeded").order


def move(order, word, **facts):
    move_order(order_id=order.pk, word=word, cause="staff", now=timezone.now(), **facts)
    order.refresh_from_db()
    return order


def at(word):
    order = factories.payment(before_ways(), status="succeeded").order
    steps = {"ready": ["ready"], "delivered": ["shipped", "delivered"]}.get(word, [word])
    for step in [] if word == "unfulfilled" else steps:
        move(order, step)
    return order


def before_ways():
    """An order that was placed before anybody was asked how to receive it."""
    order = factories.order()
    type(order).objects.filter(pk=order.pk).update(way="")
    order.refresh_from_db()
    return order


def reason_of(order, word):
    with pytest.raises(NotFulfillable) as refusal:
        move(order, word)
    return refusal.value.reason


def sent_to_shopper():
    while turn():
        pass
    return [each for each in mail.outbox if each.to == ["cliente@example.com"]]


@pytest.mark.parametrize(("before", "after"), list(every(FULFILLMENTS, FULFILLMENTS)))
def test_only_the_moves_of_the_table_are_made(before, after):
    order = at(before)
    if before == after:  # a second click
        assert move(order, after).fulfillment == before
    elif before in FOLLOWS[after]:
        assert move(order, after).fulfillment == after
    else:
        assert reason_of(order, after) == "out of turn"


def test_a_move_is_told_with_its_author(order):
    move(order, "shipped", parcel=PARCEL)
    last = order.events.filter(kind=OrderEvent.FULFILLMENT).get()
    assert (last.value, last.cause) == ("shipped", "staff")
    assert last.detail == "Correo 123 https://correo.example.com/123"


def test_what_is_picked_up_is_never_shipped_and_what_is_sent_never_waits(order, picked_up):
    assert possible_moves(order) == ["preparing", "shipped"]
    assert possible_moves(picked_up) == ["preparing", "ready"]
    assert reason_of(order, "ready") == "another way"
    assert reason_of(picked_up, "shipped") == "another way"
    assert move(picked_up, "ready").fulfillment == "ready"
    assert possible_moves(picked_up) == ["delivered"]


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "correo.example.com/1",
        "ftp://correo.example.com/1",
        "data:text/html,x",
        "https://correo.example.com/" + "1" * 300,
        "https://",
    ],
)
def test_a_link_that_nobody_should_follow_is_refused(order, link):
    with pytest.raises(NotALink):
        move(order, "shipped", parcel=Parcel(tracking_url=link))
    order.refresh_from_db()
    assert order.fulfillment == "unfulfilled"


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u202e", "\u2066", "\ufeff"])
def test_a_parcel_is_kept_without_what_nobody_sees(order, unseen):
    said = {"carrier": "Correo", "tracking": "123", "tracking_url": "https://correo.example.com/1"}
    written = {name: f"{unseen}{value[:3]}{unseen}{value[3:]}\n" for name, value in said.items()}
    move(order, "shipped", parcel=Parcel(**written))
    assert order.parcel == Parcel(**said)


def test_the_parcel_stays_known_once_it_arrived(order):
    move(order, "shipped", parcel=PARCEL)
    move(order, "delivered", parcel=Parcel(carrier="nobody reads this"))
    assert order.parcel == PARCEL


def test_an_unpaid_order_is_not_prepared():
    assert reason_of(factories.payment(factories.order(), status="pending").order, "shipped")


def test_nothing_leaves_while_a_blocking_alert_is_open(order):
    Alert.raise_once(kind="mismatch", subject="pi_1", order=order, now=timezone.now())
    assert reason_of(order, "preparing") == "blocked" and possible_moves(order) == []


def test_a_question_that_blocks_nothing_holds_nothing_up(order):
    Alert.raise_once(kind="request", subject="x", order=order, now=timezone.now())
    assert possible_moves(order) == ["preparing", "shipped"]


def test_what_was_given_back_is_not_sent(order):
    factories.refund_all(order)
    assert reason_of(order, "shipped") == "given back"


def test_another_accounts_order_is_left_alone(order, settings):
    settings.FINTOC_ACCOUNT = "live@api.fintoc.com"
    assert reason_of(order, "preparing") == "another account"


def test_its_shopper_hears_once_that_it_is_on_its_way(order):
    move(order, "shipped", parcel=PARCEL)
    move(order, "shipped", parcel=replace(PARCEL, tracking="124"))  # the number, corrected
    assert order.tracking == "124"
    _confirmation, told = sent_to_shopper()
    assert told.subject == f"Tu pedido {order.number} va en camino"
    for words in ("Correo · seguimiento 124", PARCEL.tracking_url):
        assert words in told.body and words in told.alternatives[0].content


def test_its_shopper_hears_that_it_can_be_picked_up(picked_up, settings):
    settings.STORE_ADDRESS = "Calle de ejemplo 123"
    move(picked_up, "ready")
    _confirmation, told = sent_to_shopper()
    assert "listo para retirar" in told.subject and "Calle de ejemplo 123" in told.body


def test_a_mail_sent_again_after_it_was_picked_up_says_nothing_of_a_parcel(picked_up):
    move(picked_up, "ready")
    sent_to_shopper()
    move(picked_up, "delivered")
    row = picked_up.outbox.get(kind="E6")
    send_again(outbox_id=row.pk, cause="staff", now=timezone.now())
    again = sent_to_shopper()[-1]
    assert "listo para retirar" in again.subject and "salió de la tienda" not in again.body


def test_many_are_prepared_at_once_and_those_that_may_not_be_are_named(order):
    unpaid, other = factories.order(), paid()
    refused = prepare_all(
        order_ids=[order.pk, unpaid.pk, other.pk], cause="staff", now=timezone.now()
    )
    (only,) = refused
    assert (only.reason, str(only)) == ("unpaid", f"{unpaid.number}: unpaid")
    for each in (order, other):
        each.refresh_from_db()
        assert each.fulfillment == "preparing"


def test_more_than_are_at_hand_wait_just_the_same(order, monkeypatch):
    others = [factories.payment(factories.order(), status="succeeded").order for _ in range(2)]
    found = list(to_prepare())
    monkeypatch.setattr(fulfillment, "AT_HAND", 1)
    assert list(to_prepare()) == found == [order, *others]
