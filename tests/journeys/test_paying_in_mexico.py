"""Mexico, with the phone of Fintoc's test values and prices in pesos and centavos."""

import pytest

from tests.journeys.sent_home import (
    changes_where_it_goes,
    is_confirmed_with_its_address,
    orders_to_be_sent_home,
)

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("mexico")]


@pytest.fixture(scope="module")
def demo(demo_in_mexico):
    return demo_in_mexico


def test_a_mug_is_paid_with_a_phone_number(shopper, demo):
    shopper.places_an_order("Taza de gres")
    shopper.reads("$249.00")

    window = shopper.opens_the_bank_window()
    window.chooses_bank("Banco de prueba B")
    window.pays_by_phone()

    shopper.sees("Pago recibido. ¡Gracias, Nombre Apellido!")
    shopper.is_at_the_order()
    shopper.reads("Este comprobante no es una factura (CFDI).")
    (intent,) = demo.simulator.intents_of(shopper.order_number)
    assert (intent["status"], intent["amount"], intent["currency"]) == ("succeeded", 24900, "MXN")
    shopper.gets_mail("Pago recibido: pedido", demo.mails_url)


def test_an_order_is_sent_home_where_its_shopper_says_in_the_end(shopper, demo):
    orders_to_be_sent_home(shopper, "mx")
    changes_where_it_goes(shopper, "mx")
    window = shopper.opens_the_bank_window()
    window.chooses_bank("Banco de prueba B")
    window.pays_by_phone()

    is_confirmed_with_its_address(shopper, demo)
