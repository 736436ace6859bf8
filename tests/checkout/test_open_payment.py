"""POST /orders/<token>/payments/: the click on "Pagar"."""

import re

import pytest
import requests
from django.test import Client

from orders.models import Alert, Order, Payment
from tests import factories
from tests.checkout.conftest import INTENTS


@pytest.fixture
def order():
    return factories.order()


@pytest.fixture
def pay(client):
    def post(order, data=None, **headers):
        return client.post(f"/orders/{order.token}/payments/", data or {}, headers=headers)

    return post


def test_it_creates_one_payment_and_leads_to_its_page(pay, order, fintoc, settings):
    fintoc.creates()

    response = pay(order)

    payment = Payment.objects.get()
    assert response.status_code == 303
    assert response.url == f"/orders/{order.token}/payments/{payment.reference}/"
    assert fintoc.calls == [f"POST {INTENTS}"]
    assert fintoc.sent == {
        "amount": 12_990,
        "currency": "CLP",
        "customer_email": "cliente@example.com",
        "metadata": {
            "order": order.number,
            "payment": str(payment.reference),
            "shop": settings.SITE_URL,
        },
    }


def test_what_the_form_says_of_money_is_ignored(pay, order, fintoc):
    fintoc.creates()

    pay(order, {"amount": "1", "currency": "MXN", "customer_email": "x@example.com", "order": "1"})

    assert (fintoc.sent["amount"], fintoc.sent["currency"]) == (12_990, "CLP")
    assert fintoc.sent["customer_email"] == "cliente@example.com"


def test_a_second_click_leads_to_the_same_payment(pay, order, fintoc):
    fintoc.creates()
    first = pay(order)
    fintoc.reports(Payment.objects.get(), status="created")

    second = pay(order)

    assert second.url == first.url
    assert [call.split()[0] for call in fintoc.calls] == ["POST", "GET"]


def test_paying_empties_the_cart_the_order_came_from(fill_cart, give_details, client, fintoc):
    fintoc.creates()
    fill_cart()
    order_url = give_details().url
    assert client.session["cart"]

    client.post(f"{order_url}payments/")

    assert "cart" not in client.session


def test_what_was_put_in_since_stays_and_is_another_purchase(
    fill_cart, give_details, client, fintoc
):
    fintoc.creates()
    mug = fill_cart(quantity=2)
    order_url = give_details().url
    purchase = client.session["purchase"]
    candle = fill_cart(factories.product(slug="vela", price=1_000))
    fill_cart(mug)

    client.post(f"{order_url}payments/")

    assert client.session["cart"] == {str(mug.pk): 1, str(candle.pk): 1}
    assert client.session["purchase"] not in ("", purchase)
    assert give_details().url != order_url


def test_what_was_taken_out_since_does_not_come_back(fill_cart, give_details, client, fintoc):
    fintoc.creates()
    mug = fill_cart(quantity=2)
    order_url = give_details().url
    client.post("/cart/update/", {"product": mug.slug, "quantity": "1"})

    client.post(f"{order_url}payments/")

    assert "cart" not in client.session


def test_paying_somebody_elses_order_leaves_the_own_cart_alone(
    fill_cart, pay, order, fintoc, client
):
    fintoc.creates()
    fill_cart()

    pay(order)

    assert client.session["cart"]


@pytest.mark.parametrize("status", ["succeeded", "pending", "requires_action"])
def test_an_order_paid_or_being_paid_leads_to_its_page_and_asks_nobody(pay, fintoc, status):
    order = factories.payment(factories.order(), status=status).order

    response = pay(order)

    assert response.url == f"/orders/{order.token}/"
    assert fintoc.calls == []


def test_a_rejected_order_gets_a_new_payment(pay, fintoc):
    order = factories.payment(factories.order(), status="rejected").order
    fintoc.creates()

    pay(order)

    assert Payment.objects.filter(order=order).count() == 2


@pytest.mark.parametrize(
    "trouble",
    [
        {"body": requests.ConnectionError("no route")},
        {"body": requests.Timeout("slow")},
        {"status": 503, "body": "upstream"},
        {"status": 429, "json": {"error": {"type": "rate_limit", "code": "", "message": ""}}},
    ],
    ids=["away", "slow", "503", "429"],
)
def test_when_fintoc_is_away_the_order_is_safe_and_can_be_tried_again(pay, order, fintoc, trouble):
    fintoc.wire.add("POST", INTENTS, **trouble)

    response = pay(order)

    assert response.status_code == 503
    html = response.content.decode()
    assert "Ahora no podemos iniciar pagos" in html
    assert "El servicio de pagos no responde. No se te cobró y tu pedido quedó guardado" in html
    assert f'action="/orders/{order.token}/payments/"' in html


def test_fintoc_away_in_english(pay, order, fintoc):
    fintoc.wire.add("POST", INTENTS, body=requests.ConnectionError("no route"))

    html = pay(order, accept_language="en").content.decode()

    assert "We can't start payments right now" in html
    assert "You have not been charged, and your order is saved until" in html


@pytest.mark.parametrize("status", [400, 402, 404, 422])
def test_a_refusal_is_the_shops_problem_and_not_the_shoppers(pay, order, fintoc, status):
    fintoc.refuses(status=status, code="invalid_amount", message="secret words of an API")

    response = pay(order)

    assert response.status_code == 502
    html = response.content.decode()
    assert "No podemos recibir este pago" in html
    assert "Es un problema nuestro, no tuyo. No se te cobró y ya avisamos a la tienda." in html
    assert f"mailto:hola@example.com?subject={order.number}" in html
    assert "secret words" not in html
    assert Alert.objects.open().get().kind == Alert.SHOP_SIDE


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_told_to_staff_and_not_to_shoppers(pay, order, fintoc, status):
    fintoc.refuses(status=status, code="invalid_api_key")

    response = pay(order)

    assert response.status_code == 503
    html = response.content.decode()
    assert "Ahora no podemos iniciar pagos" in html
    assert "secret key" not in html
    shown = re.sub("<[^>]*>", "", html.partition("<main")[2])  # without times in its attributes
    assert not re.search(rf"\b{status}\b", shown.replace(order.number, ""))
    alert = Alert.objects.open().get()
    assert (alert.kind, alert.subject) == (Alert.SHOP_SIDE, "fintoc")


def test_a_developer_is_told_that_the_key_is_wrong(pay, order, fintoc, settings):
    settings.DEBUG = True
    fintoc.refuses(status=401)

    html = pay(order).content.decode()

    assert "Fintoc rejected the secret key (401)." in html
    assert "Check it at dashboard → API Keys, then restart." in html


def test_a_developer_is_told_nothing_of_the_key_when_the_network_is_away(
    pay, order, fintoc, settings
):
    settings.DEBUG = True
    fintoc.wire.add("POST", INTENTS, body=requests.ConnectionError("no route"))

    assert "secret key" not in pay(order).content.decode()


def test_a_payment_that_cannot_be_asked_about_is_never_called_unpaid(pay, order, fintoc):
    fintoc.wire.add("GET", f"{INTENTS}/pi_1", body=requests.ConnectionError("no route"))
    factories.payment(order, id="pi_1")

    response = pay(order)

    html = response.content.decode()
    assert response.status_code == 503
    assert "Si ya autorizaste un pago, no lo repitas" in html
    assert "No se te cobró" not in html


def test_stock_given_back_and_sold_meanwhile_is_told(pay, fintoc):
    mug = factories.product(slug="taza", stock=1)
    order = factories.order(products=[mug])
    Order.objects.filter(pk=order.pk).update(held_until=None)

    response = pay(order)

    assert response.status_code == 409
    html = response.content.decode()
    assert "Taza de gres se agotó" in html
    assert "No se te cobró." in html
    assert fintoc.calls == []


def test_an_unknown_order_is_not_found_and_nobody_is_asked(client, fintoc):
    assert client.post("/orders/no-such-order/payments/").status_code == 404
    assert fintoc.calls == []


@pytest.mark.parametrize("look", ["get", "head"])
def test_looking_leads_to_the_order_and_opens_nothing(client, order, fintoc, look):
    """After a refusal the browser stands here: it may reload, or come back another day."""
    response = getattr(client, look)(f"/orders/{order.token}/payments/")

    assert (response.status_code, response.url) == (302, f"/orders/{order.token}/")
    assert fintoc.calls == []
    assert not Payment.objects.exists()


def test_nothing_but_posting_opens_one(client, order):
    assert client.put(f"/orders/{order.token}/payments/").status_code == 405


def test_another_site_cannot_make_a_browser_pay(order, fintoc):
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(f"/orders/{order.token}/payments/")

    assert response.status_code == 403
    assert fintoc.calls == []
