from datetime import timedelta

import pytest
from django.utils import timezone

from tests import factories


@pytest.fixture
def payment():
    return factories.payment(factories.order(), status="created")


def url_of(payment):
    return f"/orders/{payment.order.token}/payments/{payment.reference}/"


def test_it_loads_fintocs_script_with_the_quickstarts_options(client, payment):
    html = client.get(url_of(payment)).content.decode()

    assert 'src="https://js.fintoc.example.com/v1/"' in html
    assert f'data-widget-token="{payment.widget_token}"' in html
    assert 'data-public-key="pk_test_tests"' in html
    assert 'data-product="payments"' in html
    assert 'data-holder-type="individual"' in html
    assert 'data-country="cl"' in html
    assert "sk_test" not in html


def test_in_mexico_it_says_so(client, settings):
    settings.STORE_COUNTRY = "mx"
    mug = factories.product(price=24_900, currency="MXN")
    payment = factories.payment(factories.order(products=[mug]))

    html = client.get(url_of(payment)).content.decode()

    assert 'data-country="mx"' in html
    assert "$249.00" in html


def test_only_this_page_lets_fintocs_hosts_in(client, payment):
    here = client.get(url_of(payment))["Content-Security-Policy"]
    elsewhere = [
        client.get(path)["Content-Security-Policy"]
        for path in ("/", "/cart/", f"/orders/{payment.order.token}/", "/pages/terms/")
    ]

    assert "script-src 'self' https://js.fintoc.example.com;" in here
    assert "frame-src https://js.fintoc.example.com" in here
    assert "script-src 'self' 'unsafe" not in here
    assert not any("fintoc" in policy for policy in elsewhere)


def test_it_runs_no_inline_script_and_carries_no_inline_style(client, payment):
    html = client.get(url_of(payment)).content.decode()

    assert html.count("<script") == html.count(" src=")
    assert " style=" not in html


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "es",
            [
                "Abriendo la ventana de tu banco…",
                "Aprueba el pago en la app de tu banco y vuelve aquí. No cierres esta página.",
                "No pudimos abrir la ventana de pago",
                "No se te cobró. Permite «js.fintoc.com» o prueba otro navegador.",
                "Activa JavaScript para pagar",
                "Ya lo activé, continuar",
            ],
        ),
        (
            "en",
            [
                "Opening your bank window…",
                "Approve the payment in your banking app, then come back here.",
                "We couldn't open the payment window",
                "Turn on JavaScript to pay",
                "I've turned it on, continue",
            ],
        ),
    ],
)
def test_it_has_the_words_for_everything_that_may_go_wrong(client, payment, language, words):
    response = client.get(url_of(payment), headers={"accept-language": language})

    html = response.content.decode().replace("&#x27;", "'")
    for expected in words:
        assert expected in html


def test_without_a_script_it_does_not_pretend_to_be_opening(client, payment):
    html = client.get(url_of(payment)).content.decode()

    # Not `hidden` until a script shows it: then all below it would move.
    assert 'class="hero info needs-script" id="opening"' in html
    assert 'id="blocked" hidden' in html
    assert "<noscript>" in html


def test_it_is_neither_stored_nor_indexed(client, payment):
    response = client.get(url_of(payment))

    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()


@pytest.mark.parametrize("status", ["pending", "expired", "failed", "rejected", "succeeded"])
def test_a_payment_past_its_window_leads_to_the_order(client, status):
    payment = factories.payment(factories.order(), status=status)

    assert client.get(url_of(payment)).url == f"/orders/{payment.order.token}/"


def test_a_dead_token_leads_to_the_order(client):
    long_ago = timezone.now() - timedelta(minutes=11)
    payment = factories.payment(factories.order(now=long_ago), now=long_ago)

    assert client.get(url_of(payment)).url == f"/orders/{payment.order.token}/"


def test_a_retired_payment_leads_to_the_order(client, payment):
    payment.retire(now=timezone.now())

    assert client.get(url_of(payment)).url == f"/orders/{payment.order.token}/"


def test_a_payment_of_an_order_that_another_one_paid_leads_to_the_order(client, payment):
    payment.retire(now=timezone.now())
    second = factories.payment(payment.order)
    factories.reported(payment, status="succeeded")

    assert client.get(url_of(second)).status_code == 302


def test_a_payment_of_another_order_is_not_found(client, payment):
    other = factories.order()

    assert client.get(f"/orders/{other.token}/payments/{payment.reference}/").status_code == 404


@pytest.mark.parametrize("reference", ["not-a-reference", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_payment_is_not_found(client, payment, reference):
    assert client.get(f"/orders/{payment.order.token}/payments/{reference}/").status_code == 404


def test_looking_at_it_asks_nobody_and_changes_nothing(client, payment, fintoc):
    before = type(payment).objects.filter(pk=payment.pk).values().get()

    client.get(url_of(payment))

    assert fintoc.calls == []
    assert type(payment).objects.filter(pk=payment.pk).values().get() == before
    assert client.post(url_of(payment)).status_code == 405
