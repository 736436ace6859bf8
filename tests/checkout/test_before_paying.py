"""The review's words follow the shop's settings: how one pays, and how long stock is held."""

import pytest

from orders.models import Order
from tests import factories


def test_with_a_window_it_speaks_of_a_window(page):
    html = page(f"/orders/{factories.order().token}/")

    assert "Se abrirá una ventana segura de Fintoc." in html
    assert "Irás a la página" not in html


def test_on_fintocs_page_it_speaks_of_no_window(page, settings):
    settings.PAYMENT_FLOW = "redirect"

    html = page(f"/orders/{factories.order().token}/")

    assert "Irás a la página segura de Fintoc y volverás aquí." in html
    assert "ventana" not in html


@pytest.mark.parametrize(
    ("minutes", "language", "words"),
    [
        (45, "es", "Pasaron 45 minutos sin pago. No se te cobró."),
        (1, "es", "Pasó 1 minuto sin pago."),
        (20, "en", "20 minutes passed without payment. You have not been charged."),
    ],
)
def test_a_reservation_that_ended_names_its_length(page, settings, minutes, language, words):
    settings.ORDER_HOLD_MINUTES = minutes
    order = factories.order()
    Order.objects.filter(pk=order.pk).update(held_until=None)

    assert words in page(f"/orders/{order.token}/", accept_language=language)
