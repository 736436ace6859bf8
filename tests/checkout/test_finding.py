"""The way back to an order: its link by mail, to its own shopper, and no word to others."""

import re
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from checkout.views.finding import ANSWER_SECONDS
from orders.emails import message
from orders.models import Outbox
from tests import factories

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def ask(client):
    def post(email):
        return client.post("/orders/find/", {"email": email}, follow=True)

    return post


def links():
    return Outbox.objects.filter(kind="E7")


def test_the_page_asks_for_an_address_and_writes_nothing(page):
    assert "Encuentra tu pedido" in page("/orders/find/")
    assert not links().exists()


@pytest.mark.parametrize("email", ["cliente@example.com", "CLIENTE@example.com"])
def test_the_link_is_mailed_to_whoever_ordered(ask, email):
    order = factories.order()

    ask(email)

    assert links().get().order == order


def test_the_answer_says_nothing_about_whether_there_is_an_order(ask):
    factories.order()
    there, away = ask("cliente@example.com"), ask("nadie@example.com")

    assert there.redirect_chain == away.redirect_chain == [("/orders/find/?sent=1", 303)]
    assert b"Si hay pedidos con ese correo" in there.content
    assert TOKEN.sub(b"", there.content) == TOKEN.sub(b"", away.content)


def test_asking_again_sends_nothing_more_within_the_hour(ask):
    factories.order()

    for _ in range(3):
        ask("cliente@example.com")

    assert links().count() == 1


def test_an_address_that_was_mended_gets_the_link_within_the_hour(client):
    order = factories.order(email="ana@gmial.com")
    client.post(f"/orders/{order.token}/link/")
    order.correct({"email": "ana@gmail.com"}, cause="shopper", now=timezone.now())

    for _ in range(2):
        response = client.post(f"/orders/{order.token}/link/", follow=True)

    assert "Te enviamos el enlace a ana@gmail.com" in response.content.decode()
    assert links().count() == 2


def test_only_the_newest_orders_are_sent(ask):
    for _ in range(5):
        factories.order()

    ask("cliente@example.com")

    assert links().count() == 3


def test_an_order_of_long_ago_is_not_sent(ask):
    factories.order(now=timezone.now() - timedelta(days=181))

    ask("cliente@example.com")

    assert not links().exists()


@pytest.mark.parametrize("email", ["", "cliente@", "a\x00@example.com", "x" * 5000])
def test_what_is_no_address_is_told_at_the_field(client, email):
    response = client.post("/orders/find/", {"email": email})

    assert response.status_code == 422
    assert "Hay un problema" in response.content.decode()


def test_an_orders_page_sends_its_own_link(client):
    order = factories.order()

    response = client.post(f"/orders/{order.token}/link/", follow=True)

    assert response.redirect_chain == [(f"/orders/{order.token}/", 303)]
    assert "Te enviamos el enlace a cliente@example.com" in response.content.decode()
    assert links().get().order == order


def test_nobody_can_have_the_link_of_an_order_they_do_not_know(client):
    assert client.post("/orders/no-such-order/link/").status_code == 404


@pytest.mark.parametrize(
    ("language", "subject"), [("es", "Enlace a tu pedido {}"), ("en", "Link to your order {}")]
)
def test_the_mail_has_the_link_in_the_orders_language(client, language, subject):
    order = factories.order(language=language)
    client.post(f"/orders/{order.token}/link/")

    mail = message(links().get())

    assert mail.subject == subject.format(order.number)
    assert mail.to == ["cliente@example.com"]
    (html,) = mail.alternatives
    for text in (mail.body, html.content):
        assert f"http://localhost:8000/orders/{order.token}/" in text


def test_the_answer_takes_as_long_whether_there_is_an_order_or_not(client):
    factories.order()

    def seconds(email):
        began_at = time.monotonic()
        client.post("/orders/find/", {"email": email})
        return time.monotonic() - began_at

    for email in ("cliente@example.com", "nadie@example.com"):
        assert seconds(email) >= ANSWER_SECONDS


def test_an_address_is_looked_up_by_its_index(client):
    factories.order()

    with CaptureQueriesContext(connection) as asked:
        client.post("/orders/find/", {"email": "cliente@example.com"})

    (look_up,) = [each["sql"] for each in asked if "UPPER" in each["sql"]]
    assert "order_by_email" in plan_of(look_up)


def plan_of(statement):
    """How the database would find its rows, if a scan of the whole table cost a lot."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {statement}")
        else:
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        return str(cursor.fetchall())
