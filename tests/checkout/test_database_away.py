"""A database that is away, locked or full is a 503 that says come again, and no fault of ours."""

import pytest
from django.db import IntegrityError, InterfaceError, OperationalError
from django.test import Client

from catalog import views as catalog_views
from checkout.views import order as order_views
from checkout.views import payment as payment_views

TOKEN = "Ab-9_xyz"
AWAY = OperationalError("the database system is shutting down")


def page_while(monkeypatch, error):
    def fail(**_options):
        raise error

    monkeypatch.setattr(catalog_views, "page_of", fail)
    return Client(raise_request_exception=False).get("/")


@pytest.mark.parametrize("error", [OperationalError("database is locked"), InterfaceError("gone")])
def test_a_page_says_come_again(error, monkeypatch, db):
    page = page_while(monkeypatch, error)

    assert (page.status_code, page["Retry-After"]) == (503, "5")


def test_a_fault_of_ours_stays_one(monkeypatch, db):
    page = page_while(monkeypatch, IntegrityError("twice"))

    assert page.status_code == 500 and "Retry-After" not in page


@pytest.fixture
def visitor(monkeypatch, db):
    """Whoever comes to an order while its rows cannot be read."""

    def fail(*_args, **_options):
        raise AWAY

    monkeypatch.setattr(order_views, "rows_of", fail)
    monkeypatch.setattr(order_views, "find_order", fail)
    monkeypatch.setattr(payment_views, "find_order", fail)
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("language", ["es-MX", "es-CL", "en"])
def test_an_orders_own_page_leads_to_the_order_itself(language, visitor):
    page = visitor.get(f"/orders/{TOKEN}/", HTTP_ACCEPT_LANGUAGE=language)

    assert page.status_code == 503
    assert f'href="/orders/{TOKEN}/"' in page.content.decode()
    assert "/orders/find/" not in page.content.decode()


def test_an_orders_own_page_looks_again_by_itself_and_still_knows_who_came_back(visitor):
    page = visitor.get(f"/orders/{TOKEN}/?paid=1")

    assert (page["Refresh"], page["Retry-After"]) == ("5", "5")  # the same address, query and all
    assert "Volvemos a mirar tu pedido" in page.content.decode()


def test_after_asking_for_the_state_the_order_is_looked_at_and_nothing_sent_again(visitor):
    page = visitor.post(f"/orders/{TOKEN}/refresh/")

    assert page["Refresh"] == f"5; url=/orders/{TOKEN}/"


@pytest.mark.parametrize("form", ["cancel", "request", "payments"])
def test_another_form_is_left_to_the_shopper_with_the_way_to_the_order(form, visitor):
    page = visitor.post(f"/orders/{TOKEN}/{form}/", {"message": "hola"})

    assert page.status_code == 503 and "Refresh" not in page
    assert f'href="/orders/{TOKEN}/"' in page.content.decode()


def test_a_page_of_no_order_stays_as_it_is(monkeypatch, db):
    page = page_while(monkeypatch, AWAY)

    assert "Refresh" not in page and 'href="/orders/find/"' in page.content.decode()


def test_a_fault_of_ours_on_an_orders_page_is_not_asked_for_again(visitor, monkeypatch):
    def fail(_token):
        raise IntegrityError("twice")

    monkeypatch.setattr(order_views, "rows_of", fail)
    page = visitor.get(f"/orders/{TOKEN}/")

    assert page.status_code == 500 and "Refresh" not in page
    assert f'href="/orders/{TOKEN}/"' in page.content.decode()


def test_what_is_no_token_reaches_no_page(visitor):
    page = visitor.get('/orders/"><script>/?paid="><script>')

    assert page.status_code == 404
