"""Whoever logged in at the bank, approved nothing and left: no dead end of fifteen minutes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localtime

from tests import factories

BACK = "vuelve al banco: es el mismo pago y no se cobra dos veces."
LATER = "podrás pagar de nuevo desde las {}."


def begun(minutes_ago):
    """A payment whose shopper logged in so long ago."""
    at = timezone.now() - timedelta(minutes=minutes_ago)
    payment = factories.payment(factories.order(now=at), now=at)
    return factories.reported(payment, status="in_progress")


@pytest.fixture
def look(client):
    def get(payment, came="closed"):
        url = f"/orders/{payment.order.token}/?{came}={payment.reference}"
        return client.get(url).content.decode()

    return get


def way_back(payment):
    return f'href="/orders/{payment.order.token}/payments/{payment.reference}/"'


@pytest.mark.parametrize("came", ["closed", "nowhere"])
def test_while_the_window_lasts_the_same_payment_goes_on(look, client, came):
    payment = begun(minutes_ago=2)

    html = look(payment, came)

    assert "Estamos confirmando tu pago" in html
    assert "No vuelvas a pagar." in html
    assert BACK in html
    assert way_back(payment) in html
    url = f"/orders/{payment.order.token}/payments/{payment.reference}/"
    assert client.get(url).status_code == 200


def test_whoever_approved_is_not_sent_back(look):
    payment = begun(minutes_ago=2)

    html = look(payment, "paid")

    assert "Estamos confirmando tu pago" in html
    assert BACK not in html
    assert way_back(payment) not in html


def test_later_it_says_from_when_another_payment_is_possible(look):
    payment = begun(minutes_ago=9)

    html = look(payment)

    assert way_back(payment) not in html
    assert LATER.format(f"{localtime(payment.free_at):%H:%M}") in html
    assert f'data-free-at="{payment.free_at.isoformat()}"' in html


def test_from_then_on_it_is(look):
    html = look(begun(minutes_ago=16))

    assert "Revisa y paga" in html
    assert "Pagar $12.990 con tu banco" in html


def test_pressing_pay_meanwhile_says_the_same(client, fintoc):
    payment = begun(minutes_ago=9)
    fintoc.reports(payment, status="in_progress")

    html = client.post(f"/orders/{payment.order.token}/payments/", follow=True).content.decode()

    assert "Ya hay un pago en curso" in html
    assert LATER.format(f"{localtime(payment.free_at):%H:%M}") in html


@pytest.mark.parametrize("is_asked", [False, True])
def test_who_is_back_from_fintocs_page_is_asked_about_first(look, is_asked):
    """The answer to the create is fresh, too, and older than what they did on the page."""
    payment = factories.hosted_payment(factories.order())
    if is_asked:
        factories.session_reported(payment)

    html = look(payment)

    assert ("No se te cobró." in html) == is_asked
    assert ("data-is-waiting" in html) == (not is_asked)
    assert ("data-is-passing" in html) == (not is_asked)
