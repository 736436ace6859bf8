"""Delivery, from the address to the mail, paid in the bank's window."""

import pytest
from playwright.sync_api import expect

from tests.journeys.bank_window import PAYS
from tests.journeys.sent_home import (
    changes_where_it_goes,
    is_confirmed_with_its_address,
    orders_to_be_sent_home,
)

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("chile")]


def test_an_order_is_sent_home_where_its_shopper_says_in_the_end(shopper, demo):
    orders_to_be_sent_home(shopper, "cl")
    changes_where_it_goes(shopper, "cl")
    shopper.pays_in_chile(PAYS)

    is_confirmed_with_its_address(shopper, demo)


def test_where_nothing_is_sent_it_is_said_and_picking_up_is_three_fields(shopper, demo):
    shopper.complaints.expect("422 (Unprocessable")
    shopper.opens_product("Taza de gres")
    shopper.adds_to_cart()
    shopper.goes_to_pay()
    shopper.says_who_buys()
    shopper.gives_the_address()
    shopper.page.get_by_label("Región").select_option("12")
    shopper.page.get_by_label("Comuna").fill("Punta Arenas")
    shopper.accepts_and_goes_on()
    shopper.reads("Aún no despachamos a Magallanes")

    shopper.picks_up()
    expect(shopper.page.get_by_label("Calle y número")).to_be_hidden()
    shopper.page.get_by_role("button", name="Revisar y pagar").click()
    shopper.notes_the_order()
    shopper.reads("Retiro en la tienda")
    shopper.reads("$12.990")
