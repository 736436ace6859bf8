"""Mexico with PAYMENT_FLOW=redirect."""

import pytest

from tests.journeys.sent_home import (
    changes_where_it_goes,
    is_confirmed_with_its_address,
    orders_to_be_sent_home,
)

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("redirect in mexico")]


@pytest.fixture
def demo(demo_that_redirects_in_mexico):
    return demo_that_redirects_in_mexico


def test_a_mug_is_paid_with_a_phone_number(shopper, demo):
    shopper.places_an_order("Taza de gres")
    page = shopper.goes_to_fintocs_page().begins()
    page.chooses_bank("Banco de prueba B")
    page.pays_by_phone()
    page.returns()

    shopper.sees("Pago recibido. ¡Gracias, Nombre Apellido!")
    shopper.is_at_the_order()
    (intent,) = demo.simulator.intents_of(shopper.order_number)
    assert (intent["status"], intent["amount"], intent["currency"]) == ("succeeded", 24900, "MXN")


def test_an_order_is_sent_home_where_its_shopper_says_in_the_end(shopper, demo):
    orders_to_be_sent_home(shopper, "mx")
    changes_where_it_goes(shopper, "mx")
    page = shopper.goes_to_fintocs_page().begins()
    page.chooses_bank("Banco de prueba B")
    page.pays_by_phone()
    page.returns()

    is_confirmed_with_its_address(shopper, demo)
