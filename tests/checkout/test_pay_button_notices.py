"""What the pay button says and does when there is nothing to be opened, or its time was over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.models import Order
from tests import factories


@pytest.fixture
def pressed(client):
    """The page that pressing the pay button leads to."""

    def press(order):
        return client.post(f"/orders/{order.token}/payments/", follow=True).content.decode()

    return press


def in_progress():
    """A payment that somebody began, whose window cannot be opened again."""
    began = timezone.now() - timedelta(minutes=12)
    return factories.payment(factories.order(), status="in_progress", now=began)


def test_an_order_that_is_paid_says_so_once(pressed, page):
    order = factories.payment(factories.order(), status="succeeded").order

    assert "Este pedido ya está pagado" in pressed(order)
    assert "Este pedido ya está pagado" not in page(f"/orders/{order.token}/")


def test_a_payment_open_elsewhere_is_to_be_finished_there(pressed, fintoc, page):
    payment = in_progress()
    fintoc.reports(payment, status="in_progress")

    html = pressed(payment.order)

    assert "Ya hay un pago en curso" in html
    assert "Termínalo ahí para no pagar dos veces." in html
    assert "Estamos confirmando tu pago" in page(f"/orders/{payment.order.token}/")


def test_another_order_is_not_told_of_it(pressed, page):
    pressed(factories.payment(factories.order(), status="succeeded").order)
    other = factories.payment(factories.order(), status="succeeded").order

    assert "ya está pagado" not in page(f"/orders/{other.token}/")


def lapsed(**facts):
    order = factories.order()
    Order.objects.filter(pk=order.pk).update(held_until=None, **facts)
    return order


def test_a_reservation_that_ended_is_told_and_taken_again(page):
    html = page(f"/orders/{lapsed().token}/")

    assert "Liberamos la reserva de tu pedido" in html
    assert "No se te cobró." in html
    assert "Reservar y pagar" in html


def test_with_a_payment_nobody_knows_of_it_does_not_say_that_nothing_was_charged(page):
    order = lapsed()
    factories.payment(order)

    html = page(f"/orders/{order.token}/")

    assert "Liberamos la reserva de tu pedido" in html
    assert "No se te cobró." not in html


@pytest.mark.parametrize("steps_back", [True, False])
def test_in_doubt_the_pay_button_steps_back(client, page, fintoc, steps_back):
    payment = factories.payment(factories.order())
    fintoc.wire.add("GET", f"{factories.INTENTS}/{payment.intent_id}", status=503)
    order = payment.order

    if steps_back:
        Order.objects.filter(pk=order.pk).update(held_until=order.held_until)
        payment.asked_at = None
        payment.save()
        html = page(f"/orders/{order.token}/?closed={payment.reference}")
    else:
        html = page(f"/orders/{order.token}/")

    assert ('class="btn wide second"' in html) is steps_back
