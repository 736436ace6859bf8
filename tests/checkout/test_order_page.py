import pytest
from django.test import Client
from django.utils.html import escape

from orders.models import Order
from tests import factories


@pytest.fixture
def show(client):
    def get(order, **headers):
        return client.get(f"/orders/{order.token}/", headers=headers)

    return get


def test_the_review_shows_what_is_bought_by_whom_and_for_how_much(fill_cart, give_details, client):
    fill_cart(quantity=2)

    html = client.get(give_details().url).content.decode()

    assert "Taza de gres ×&nbsp;2" in html
    assert "$25.980" in html
    assert "IVA incluido (19 %)" in html
    assert "cliente@example.com" in html
    assert 'aria-current="step">2. Revisar y pagar' in html
    assert html.count("Cambiar") >= 3  # the email, the name, the cart


def test_an_order_of_somebody_else_has_no_change_links(show):
    html = show(factories.order()).content.decode()

    assert "Pagar $12.990 con tu banco" in html
    assert "Cambiar" not in html


def test_an_order_being_paid_has_no_change_links(fill_cart, give_details, client):
    fill_cart()
    url = give_details().url
    factories.payment(Order.objects.get())

    assert "Cambiar" not in client.get(url).content.decode()


def test_the_pay_button_is_a_plain_form(show):
    order = factories.order()

    html = show(order).content.decode()

    assert f'<form action="/orders/{order.token}/payments/" method="post"' in html


def test_the_receipt_names_the_payment_that_paid(show):
    odd = factories.payment(factories.order(), status="succeeded", amount=1, reference_id="111111")
    odd.retire(now=odd.created_at)
    order = odd.order
    order.alerts.get().resolve(decision="refunded", cause="owner", now=odd.created_at)
    factories.payment(order, status="succeeded", reference_id="222222")

    html = show(order).content.decode()

    assert "222222" in html and "111111" not in html


def test_prices_follow_the_currency_and_not_the_language(show, settings):
    settings.STORE_COUNTRY = "mx"
    mug = factories.product(price=129_900, currency="MXN")

    html = show(factories.order(products=[mug]), accept_language="en").content.decode()

    assert "Pay $1,299.00 from your bank" in html


@pytest.mark.parametrize("token", ["no-such-order", "x" * 3000, "....", "a%00b"])
def test_an_unknown_link_is_a_friendly_page_in_the_readers_language(client, token):
    spanish = client.get(f"/orders/{token}/")
    english = client.get(f"/orders/{token}/", headers={"accept-language": "en"})

    assert (spanish.status_code, english.status_code) == (404, 404)
    assert "No encontramos" in spanish.content.decode()
    assert "We can&#x27;t find" in english.content.decode().replace("'", "&#x27;")


def test_an_unknown_order_says_what_to_do(client):
    html = client.get("/orders/no-such-order/").content.decode()

    assert "No encontramos ese pedido" in html
    assert "Revisa el enlace de tu correo o pídelo de nuevo." in html


def test_the_number_opens_nothing(client):
    assert client.get(f"/orders/{factories.order().number}/").status_code == 404


def test_the_page_is_neither_stored_nor_indexed_nor_told_to_others(show):
    response = show(factories.order())

    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()
    assert response["Referrer-Policy"] == "same-origin"


def test_it_runs_no_script_but_our_own(show):
    response = show(factories.order())

    assert "script-src 'self';" in response["Content-Security-Policy"]
    assert "fintoc.example.com" not in response["Content-Security-Policy"]
    html = response.content.decode()
    assert " style=" not in html
    assert " onclick" not in html
    assert html.count("<script ") == html.count("<script src=")


@pytest.mark.parametrize("name", ["<b>Ana</b>", "Ana 🐑", "ليلى", "{{7*7}}", "a" * 200])
def test_names_are_text(show, name):
    order = factories.payment(factories.order(name=name), status="succeeded").order

    assert f"<bdi>{escape(name)}</bdi>" in show(order).content.decode()


def test_the_receipt_has_the_operation_and_the_end_of_the_account_and_no_more(show):
    order = factories.payment(factories.order(), status="succeeded").order

    html = show(order).content.decode()

    assert "····9212" in html
    assert "422159212" not in html
    assert "90123712" in html
    assert "Este comprobante no es una boleta; te llegará aparte." in html


def test_in_mexico_the_receipt_is_no_cfdi(show, settings):
    settings.STORE_COUNTRY = "mx"
    mug = factories.product(price=24_900, currency="MXN")
    order = factories.payment(factories.order(products=[mug]), status="succeeded").order

    html = show(order).content.decode()

    assert "Este comprobante no es una factura (CFDI)." in html
    assert "IVA incluido (16 %)" in html


def test_looking_changes_nothing_and_asks_nobody(show, fintoc):
    order = factories.payment(factories.order(), status="in_progress").order
    before = type(order).objects.filter(pk=order.pk).values().get()

    show(order)

    assert type(order).objects.filter(pk=order.pk).values().get() == before
    assert fintoc.calls == []


def test_more_lines_take_no_more_queries(django_assert_num_queries):
    few = factories.payment(factories.order(), status="succeeded").order
    many = factories.order(products=[factories.product() for _ in range(12)])
    factories.payment(many, status="succeeded")

    for order in (few, many):
        with django_assert_num_queries(3):  # the order with its lines, its payments, what is told
            Client().get(f"/orders/{order.token}/")


def test_head_is_answered_and_post_is_not(client):
    url = f"/orders/{factories.order().token}/"

    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405


@pytest.mark.parametrize(
    ("status", "goes_on_looking"), [("created", True), ("failed", True), ("succeeded", False)]
)
def test_a_page_looks_for_news_as_long_as_money_may_still_come(status, goes_on_looking, client):
    payment = factories.payment(factories.order(), status=status)

    html = client.get(f"/orders/{payment.order.token}/").content.decode()

    assert ("data-is-final" not in html) is goes_on_looking
