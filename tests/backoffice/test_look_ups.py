"""The same orders are found whichever way an index finds them: few or many, new or old."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backoffice import look_ups
from orders.models import Order
from tests import factories

pytestmark = pytest.mark.django_db

SOME = 6


@pytest.fixture
def orders():
    """Six orders a day apart, the oldest first, by people whose names say which."""
    mug, now = factories.product(stock=100), timezone.now()
    return [
        factories.order(
            products=[mug],
            quantity=number + 1,
            name=f"Zoila Vaca {number}",
            email=f"zoila.{number}@example.com",
            now=now - timedelta(days=SOME - 1 - number),
        )
        for number in range(SOME)
    ]


@pytest.fixture(params=["looked up", "walked"])
def way(request, monkeypatch):
    """More than FEW matches are left to a walk through the table, newest first."""
    monkeypatch.setattr(look_ups, "FEW", 1000 if request.param == "looked up" else 1)


def found(narrow):
    return [int(order.name[-1]) for order in Order.objects.filter(narrow).order_by("pk")]


def test_an_amount_has_both_ends_included(orders, way):
    second, fourth = orders[1].amount, orders[3].amount
    assert found(look_ups.priced(second, fourth)) == [1, 2, 3]
    assert found(look_ups.priced(None, fourth)) == [0, 1, 2, 3]
    assert found(look_ups.priced(second, None)) == [1, 2, 3, 4, 5]
    assert found(look_ups.priced(fourth + 1, fourth + 2)) == []


def test_days_have_both_ends_included(orders):
    second, fourth = (timezone.localdate(orders[number].created_at) for number in (1, 3))
    assert found(look_ups.placed(second, fourth)) == [1, 2, 3]
    assert found(look_ups.placed(None, fourth)) == [0, 1, 2, 3]
    assert found(look_ups.placed(second, None)) == [1, 2, 3, 4, 5]
    assert found(look_ups.placed(timezone.localdate() + timedelta(days=2), None)) == []
    assert found(look_ups.placed(None, timezone.localdate() + timedelta(days=2))) == list(range(6))


def test_the_last_day_that_can_be_typed_ends_after_all_orders(orders):
    assert found(look_ups.placed(None, date.max)) == list(range(SOME))
    assert found(look_ups.placed(date.max, date.max)) == []
    assert found(look_ups.placed(date.min, None)) == list(range(SOME))
    assert found(look_ups.placed(None, date.min)) == []


def test_an_order_with_a_key_out_of_turn_is_found_by_its_day(orders):
    """Two shoppers place at once: the one who began earlier may get the higher key."""
    midnight = look_ups._midnight(timezone.localdate())
    for order, seconds in ((orders[4], 60), (orders[5], -60)):
        order.created_at = midnight + timedelta(seconds=seconds)
        order.save()
    assert found(look_ups.placed(timezone.localdate(), None)) == [4]
    yesterday = timezone.localdate() - timedelta(days=1)
    assert found(look_ups.placed(yesterday, yesterday)) == [5]


@pytest.mark.parametrize("text", ["zoila", "VACA", "a v", "Zoila Vaca"])
def test_a_name_is_found_by_any_part_of_it(text, orders, way):
    assert found(look_ups.containing("name", text)) == list(range(SOME))


@pytest.mark.parametrize("text", ["Vaca 3", "a vaca 3", "ZOILA VACA 3"])
def test_a_name_is_found_by_all_of_what_is_typed(text, orders, way):
    assert found(look_ups.containing("name", text)) == [3]
    assert found(look_ups.containing("name", f"{text}3")) == []


RARE = {
    "Zoila Quiñones": 0,
    "ZOILA QUIñONES": 0,
    "oila quiño": 0,
    "100% ana_": 1,
    "zoila strauß": 2,  # whose capital letters are others in Python than in the database
}


@pytest.mark.parametrize(("text", "wanted"), RARE.items(), ids=RARE)
def test_a_word_that_no_new_order_has_is_found_with_those_beside_it(
    text, wanted, orders, monkeypatch
):
    monkeypatch.setattr(look_ups, "FEW", 3)
    names = ("Zoila Quiñones 0", "El 100% Ana_Luz 1", "Zoila Strauß 2")
    for order, name in zip(orders, names, strict=False):
        order.name = name
        order.save()

    assert found(look_ups.containing("name", text)) == [wanted]
    assert found(look_ups.containing("name", text.replace(" ", " x "))) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no trigrams")
@pytest.mark.parametrize("text", ["zoila --- vaca", "zoila ¿? vaca"])
def test_signs_are_no_word_to_look_for_alone(text, orders):
    with CaptureQueriesContext(connection) as sent:
        assert found(look_ups.containing("name", text)) == []
    assert any(text in each["sql"] and "LIKE" in each["sql"] for each in sent.captured_queries)


def test_a_mail_is_found_by_its_beginning_and_its_end(orders, way):
    assert found(look_ups.containing("email", "zoila.3@")) == [3]
    assert found(look_ups.containing("email", "@EXAMPLE")) == list(range(SOME))
    assert found(look_ups.spelled("email", "ZOILA.2@example.com")) == [2]


def test_sqlite_finds_a_beginning_however_old_and_a_part_among_the_newest(orders, monkeypatch):
    monkeypatch.setattr(look_ups, "NEWEST", 2)
    assert found(look_ups.containing("name", "zoila")) == list(range(SOME))
    newest = list(range(SOME)) if connection.vendor == "postgresql" else [4, 5]
    assert found(look_ups.containing("name", "vaca")) == newest


def test_a_number_is_found_by_its_beginning_alone(orders):
    number = orders[2].number
    assert found(look_ups.numbered(number[:9])) == [2]
    assert found(look_ups.numbered(number[3:])) == []
