"""Change an order that was not paid: it is canceled, and the cart has its products again."""

import pytest

from catalog.models import Product
from orders.models import Order
from tests import factories


@pytest.fixture
def change(client):
    def post(order):
        return client.post(f"/orders/{order.token}/change/", follow=True)

    return post


def test_all_of_it_is_in_the_cart_although_the_order_held_the_last_ones(change, fintoc):
    mug = factories.product(stock=2)
    payment = factories.payment(factories.order(products=[mug], quantity=2))
    fintoc.reports(payment)
    assert Product.objects.get(pk=mug.pk).stock == 0

    response = change(payment.order)

    assert response.redirect_chain == [("/cart/", 303)]
    html = response.content.decode()
    assert 'value="2"' in html
    assert "se agotó" not in html
    assert Product.objects.get(pk=mug.pk).stock == 2
    assert Order.objects.get(pk=payment.order.pk).status == "canceled"


def test_what_comes_of_it_is_another_order(change, fintoc, give_details):
    payment = factories.payment(factories.order())
    fintoc.reports(payment)
    change(payment.order)

    give_details()

    newest = Order.objects.order_by("-pk").first()
    assert newest != payment.order
    assert newest.status == "created"


def test_pressed_twice_it_leads_to_the_same_full_cart(change, fintoc):
    payment = factories.payment(factories.order(quantity=2))
    fintoc.reports(payment)
    change(payment.order)

    response = change(payment.order)

    assert response.redirect_chain == [("/cart/", 303)]
    html = response.content.decode()
    assert 'value="2"' in html
    assert "se agotó" not in html


def test_one_that_may_be_paid_this_minute_is_not_changed(change, fintoc):
    payment = factories.payment(factories.order(), status="in_progress")
    fintoc.reports(payment, status="in_progress")

    html = change(payment.order).content.decode()

    assert "Ya hay un pago en curso" in html
    assert Order.objects.get(pk=payment.order.pk).status == "created"


def test_without_fintocs_word_nothing_is_changed(change):
    payment = factories.payment(factories.order())

    response = change(payment.order)

    assert response.status_code == 503
    assert Order.objects.get(pk=payment.order.pk).status == "created"


def test_one_that_was_paid_shows_that_it_is(change):
    order = factories.payment(factories.order(), status="succeeded").order

    response = change(order)

    assert response.redirect_chain == [(f"/orders/{order.token}/", 303)]
    assert "Pago recibido" in response.content.decode()


def test_only_a_post_changes_anything(client):
    order = factories.order()

    assert client.get(f"/orders/{order.token}/change/").url == f"/orders/{order.token}/"
    order.refresh_from_db()
    assert not order.is_canceled


@pytest.mark.parametrize("status", ["created", "expired"])
def test_after_leaving_the_bank_it_is_offered(client, status):
    payment = factories.payment(factories.order(), status=status)

    html = client.get(f"/orders/{payment.order.token}/?closed={payment.reference}").content.decode()

    assert "Cambiar mi pedido" in html
    assert f'action="/orders/{payment.order.token}/change/"' in html
