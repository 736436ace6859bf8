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
