"""An order's products into the cart again: after it was canceled, or when a part of it sold out."""

import pytest
from django.utils import timezone

from catalog.models import Product
from orders.models import Order
from tests import factories


@pytest.fixture
def again(client):
    def post(order):
        return client.post(f"/orders/{order.token}/again/", follow=True).content.decode()

    return post


def test_a_canceled_order_fills_the_cart_again(client, again):
    order = factories.order(quantity=2)
    order.cancel(payments=[], cause="expiry", now=timezone.now())

    html = again(order)

    assert "Tu carro" in html
    assert 'value="2"' in html
    assert "se agotó" not in html


def test_what_sold_out_is_named_and_the_rest_is_there(again):
    gone, left = factories.product(name_es="Manta", stock=1), factories.product(name_es="Vela")
    order = factories.order(products=[gone, left])

    html = again(order)

    assert "Manta se agotó, o queda menos de lo que pediste." in html
    assert "Vela" in html


def test_what_is_short_is_clamped_to_what_is_left_although_the_cart_has_more(fill_cart, again):
    mug = fill_cart(factories.product(slug="taza", stock=5), quantity=3)
    order = factories.order(products=[mug], quantity=2)
    order.cancel(payments=[], cause="expiry", now=timezone.now())
    factories.product(slug="taza", stock=1, reset_stock=True)

    html = again(order)

    assert 'value="1"' in html
    assert "Ir a pagar" in html


def test_what_was_in_the_cart_stays(fill_cart, again):
    fill_cart(factories.product(name_es="Vela"))

    html = again(factories.order(products=[factories.product(name_es="Manta")]))

    assert "Vela" in html
    assert "Manta" in html


def test_it_is_another_purchase(client, fill_cart, give_details, again):
    fill_cart()
    first = give_details().url.split("/")[2]
    again(Order.objects.get(token=first))

    second = give_details().url.split("/")[2]

    assert second != first


def test_what_is_no_longer_sold_is_left_out(again):
    order = factories.order()
    Product.objects.update(is_active=False)

    assert "Tu carro está vacío" in again(order)


def test_an_unknown_order_fills_nothing(client):
    assert client.post("/orders/no-such-order/again/").status_code == 404


def test_of_an_order_that_cannot_be_had_whole_the_rest_is_offered(client):
    gone, left = factories.product(name_es="Manta", stock=1), factories.product(price=1_000)
    order = factories.order(products=[gone, left])
    Order.objects.filter(pk=order.pk).update(held_until=None)
    Product.objects.filter(pk=gone.pk).update(stock=0)

    html = client.post(f"/orders/{order.token}/payments/").content.decode()

    assert "Manta se agotó" in html
    assert "Continuar con $1.000" in html
    assert f'action="/orders/{order.token}/again/"' in html


@pytest.fixture
def sold_out(fill_cart, give_details):
    """The page that says what is gone of the cart's own order, with so many of two left."""

    def pay(client, left, **headers):
        mug = fill_cart(factories.product(name_es="Manta", stock=2), quantity=2)
        fill_cart(factories.product(name_es="Vela", price=1_000))
        url = give_details().url
        Order.objects.update(held_until=None)
        Product.objects.filter(pk=mug.pk).update(stock=left)
        return client.post(f"{url}payments/", headers=headers).content.decode()

    return pay


def test_going_on_with_the_rest_leads_to_a_cart_that_can_go_on(client, sold_out, again):
    assert "Continuar con $1.000" in sold_out(client, left=0)

    html = again(Order.objects.get())

    assert "Vela" in html
    assert "Se agotó. Quítalo para seguir." not in html
    assert "Ir a pagar" in html


def test_what_is_not_all_gone_is_not_called_sold_out(client, sold_out, again):
    html = sold_out(client, left=1)

    assert "Solo queda 1 de Manta" in html
    assert "se agotó" not in html
    assert "Continuar con $13.990" in html
    assert "Ir a pagar" in again(Order.objects.get())


def test_how_many_are_left_is_told_in_english(client, sold_out):
    assert "Only 1 of Manta left" in sold_out(client, left=1, accept_language="en")
