"""The payment page of a payment that is made on a page of Fintoc's, and the way there and back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.models import Payment
from tests import factories
from tests.checkout.conftest import INTENTS
from tests.factories import SESSIONS


@pytest.fixture
def payment():
    return factories.hosted_payment(factories.order())


def url_of(payment):
    return f"/orders/{payment.order.token}/payments/{payment.reference}/"


@pytest.fixture
def makes_sessions(fintoc):
    """Answer the next create with the session it asked for."""

    def answer(order):
        made = Payment(order=order, request_body="{}")
        session = factories.session(made, id="cs_1", amount=order.amount, currency=order.currency)
        fintoc.wire.add("POST", SESSIONS, json=session, status=201)

    return answer


def test_it_is_a_link_to_fintocs_page_and_a_script_that_follows_it(client, payment):
    html = client.get(url_of(payment)).content.decode()

    assert f'<a class="btn wide" id="hosted-page" href="{payment.redirect_url}">' in html
    assert "js/hosted.js" in html
    assert "$12.990" in html and payment.order.number in html


def test_no_form_on_it_leads_away_and_nothing_of_fintocs_runs_here(client, payment):
    response = client.get(url_of(payment))

    policy = response["Content-Security-Policy"]
    assert "form-action 'self'" in policy and "fintoc" not in policy
    html = response.content.decode()
    main = html.partition("<main")[2].partition("</main>")[0]
    assert "<form" not in main and "fintoc-script" not in html
    assert response["Referrer-Policy"] == "same-origin"  # the order's address stays ours


def test_it_is_neither_stored_nor_indexed(client, payment):
    response = client.get(url_of(payment))

    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize("status", ["finished", "expired"])
def test_a_session_that_is_over_leads_to_the_order(client, payment, status):
    intent = (
        factories.intent(payment, id="pi_1", status="pending") if status == "finished" else None
    )
    factories.session_reported(payment, status=status, intent=intent)

    assert client.get(url_of(payment)).url == f"/orders/{payment.order.token}/"


def test_the_shop_that_redirects_opens_a_session_and_leads_to_its_page(
    client, fintoc, settings, makes_sessions
):
    settings.PAYMENT_FLOW = "redirect"
    order = factories.order()
    makes_sessions(order)

    response = client.post(f"/orders/{order.token}/payments/")

    payment = Payment.objects.get()
    assert (response.status_code, response.url) == (303, url_of(payment))
    assert fintoc.calls == [f"POST {SESSIONS}"]
    assert (payment.session_id, payment.flow) == ("cs_1", "redirect")


# --- Instead of a window that does not open ---


@pytest.mark.parametrize("can_redirect", [True, False])
def test_the_blocked_window_offers_fintocs_page_where_it_could_return(
    client, settings, can_redirect
):
    settings.CAN_REDIRECT = can_redirect
    html = client.get(url_of(factories.payment(factories.order()))).content.decode()

    offers = html.count('<input type="hidden" name="flow" value="redirect">')
    assert offers == html.count("Pagar en la página de Fintoc") == (2 if can_redirect else 0)


def test_asking_for_it_retires_the_window(client, settings, fintoc, makes_sessions):
    settings.CAN_REDIRECT = True
    widget = factories.payment(factories.order(), id="pi_1")
    fintoc.wire.add("GET", f"{INTENTS}/pi_1", json=factories.intent(widget))
    makes_sessions(widget.order)

    client.post(f"/orders/{widget.order.token}/payments/", {"flow": "redirect"})

    widget.refresh_from_db()
    assert not widget.is_current
    assert Payment.objects.get(retired_at=None).flow == "redirect"


@pytest.mark.parametrize("flow", ["redirect", "card", "x" * 10_000])
def test_no_form_can_ask_for_what_the_shop_does_not_offer(client, settings, fintoc, flow):
    settings.CAN_REDIRECT = False
    fintoc.creates()

    order = factories.order()
    client.post(f"/orders/{order.token}/payments/", {"flow": flow})

    assert Payment.objects.get().flow == "widget"


# --- Coming back ---


def shown(client, payment, query, **headers):
    page = f"/orders/{payment.order.token}/?{query}={payment.reference}"
    return client.get(page, headers=headers).content.decode()


def test_a_return_from_paying_is_confirming_and_not_paid(client, payment):
    html = shown(client, payment, "paid")

    assert "Estamos confirmando tu pago" in html and "data-is-waiting" in html
    payment.order.refresh_from_db()
    assert payment.order.status == "created"


def test_so_it_is_for_a_shopper_who_took_twenty_minutes_on_the_page(client):
    long_ago = timezone.now() - timedelta(minutes=20)
    payment = factories.hosted_payment(factories.order(now=long_ago), now=long_ago)

    assert "Estamos confirmando tu pago" in shown(client, payment, "paid")


def test_but_not_once_the_session_is_over(client):
    long_ago = timezone.now() - timedelta(minutes=31)
    payment = factories.hosted_payment(factories.order(now=long_ago), now=long_ago)

    assert "Revisa y paga" in shown(client, payment, "paid")


def test_a_return_without_paying_says_so_and_leads_back_to_the_same_page(client, payment):
    factories.session_reported(payment)

    html = shown(client, payment, "closed")

    assert "Saliste de la página antes de pagar" in html
    assert "Cerraste la ventana" not in html
    assert f'action="/orders/{payment.order.token}/payments/"' in html


def test_a_session_that_expired_says_how_long_it_was(client, payment):
    factories.session_reported(payment, status="expired")

    html = shown(client, payment, "closed")
    assert "La página de pago venció" in html
    assert "Por seguridad dura 30 minutos. No se te cobró." in html


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "You left the page before paying"),
        ({"status": "expired"}, "The payment page timed out"),
    ],
)
def test_so_it_says_in_english(client, payment, facts, words):
    factories.session_reported(payment, **facts)

    assert words in shown(client, payment, "closed", accept_language="en")


@pytest.mark.parametrize(
    ("language", "words", "never"),
    [
        ("es", "Saliste de la página de pago", "ventana"),
        ("en", "You left the payment page", "window"),
    ],
)
def test_so_it_does_while_fintoc_has_said_nothing(
    client, payment, settings, language, words, never
):
    settings.PAYMENT_FLOW = "redirect"

    html = shown(client, payment, "closed", accept_language=language)

    assert words in html
    assert never not in html
