"""The switch, and the pages of ours that were not looked at in both languages elsewhere."""

import pytest
from django.conf import settings
from django.test import Client

from tests import factories


def test_the_switch_changes_the_order_page_and_stays_on_it(client):
    path = f"/orders/{factories.order().token}/"

    response = client.post("/language/", {"language": "en", "next": path}, follow=True)

    assert response.redirect_chain == [(path, 302)]
    html = response.content.decode()
    assert '<html lang="en">' in html
    assert "Review and pay" in html


def test_on_the_answer_to_a_click_the_switch_leads_to_a_page_that_can_be_read(client, fintoc):
    order = factories.order()
    fintoc.refuses(status=500)
    html = client.post(f"/orders/{order.token}/payments/").content.decode()

    assert f'name="next" value="/orders/{order.token}/"' in html


@pytest.mark.parametrize("path", ["/checkout/", "/orders/find/"])
def test_on_a_refused_form_it_leads_to_the_form(fill_cart, client, path):
    fill_cart()

    assert f'name="next" value="{path}"' in client.post(path).content.decode()


@pytest.mark.parametrize("path", ["/language/", "/orders/some-order/again/", "/cart/add/"])
def test_on_a_form_that_was_too_old_it_leads_to_the_shop(path):
    html = Client(enforce_csrf_checks=True).post(path).content.decode()

    assert "Esta página llevaba mucho tiempo abierta" in html
    assert 'name="next" value="/"' in html


def test_the_switch_outlives_the_browsers_wish(client, page):
    client.post("/language/", {"language": "en", "next": "/cart/"})

    assert "Your cart" in page("/cart/", accept_language="es")


def test_the_switch_leads_to_no_other_site(client):
    response = client.post("/language/", {"language": "en", "next": "https://example.org/"})

    assert response.url == "/"


def test_a_language_we_do_not_speak_is_answered_in_spanish(page):
    assert "Tu carro" in page("/cart/", accept_language="de")


def test_the_details_page_speaks_english(fill_cart, page):
    fill_cart()

    html = page("/checkout/", accept_language="en")

    assert "Your details" in html
    assert 'I accept the <a href="/pages/terms/">terms and conditions</a>' in html
    assert "VAT included (19%)" in html


def test_what_is_canceled_is_spelled_as_fintoc_spells_its_status():
    english = (settings.BASE_DIR / "locale/en/LC_MESSAGES/django.po").read_text()

    assert "canceled" in english
    assert "cancelled" not in english.casefold()
