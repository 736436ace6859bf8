"""PAYMENT_FLOW=redirect: what shoppers do besides paying straight on, as with the bank window."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.bank_window import PAYS, PENDS
from tests.journeys.by_keyboard import orders_a_mug, pays_at_the_bank
from tests.journeys.hosted_page import HostedPage
from tests.journeys.keyboard import Keyboard

pytestmark = [pytest.mark.long_journey, pytest.mark.xdist_group("redirect")]

LEADS_BACK = re.compile(r"\?paid=")  # where a paid page goes by itself


@pytest.fixture
def demo(demo_that_redirects):
    return demo_that_redirects


def test_a_mug_is_bought_with_the_keyboard_alone(shopper):
    shopper.page.route(LEADS_BACK, lambda route: route.fulfill(status=204), times=1)  # it stays
    keyboard = Keyboard(shopper.page)
    orders_a_mug(shopper, keyboard)
    page = shopper.is_at_fintocs_page()
    keyboard.tabs_to("Pagar con mi banco")
    keyboard.presses("Enter")
    with shopper.page.expect_response(LEADS_BACK):
        pays_at_the_bank(keyboard)
    page.is_at("Pago realizado")
    keyboard.tabs_to("Volver a la tienda")
    keyboard.presses("Enter")

    shopper.sees("Pago recibido")
    shopper.is_at_the_order()


def test_two_tabs_pay_one_order_once(shopper, demo):
    shopper.places_an_order()
    other = shopper.page.context.new_page()
    other.goto(shopper.order_url)
    shopper.goes_to_fintocs_page()
    other.locator("form[action$='/payments/'] button").click()
    HostedPage(other).pays_all_the_way(PAYS)

    shopper.page.goto(shopper.order_url)
    shopper.sees("Pago recibido")
    assert len(demo.records.payments(shopper.order_number)) == 1


def test_back_from_the_receipt_there_is_nothing_to_pay(shopper):
    shopper.places_an_order()
    shopper.goes_to_fintocs_page().pays_and_returns()
    shopper.sees("Pago recibido")

    shopper.page.goto(shopper.order_url)
    shopper.page.go_back()
    shopper.sees("Pago recibido")
    assert shopper.pay_button.count() == 0


def test_a_slow_script_still_leads_there(shopper):
    on_its_way = []
    shopper.page.route("**/js/hosted.js", lambda route: on_its_way.append(route))
    shopper.places_an_order()
    with shopper.page.expect_request("**/js/hosted.js"):
        shopper.presses_pay()
    shopper.sees("Pagas en la página segura de Fintoc")

    on_its_way[0].continue_()
    shopper.is_at_fintocs_page().pays_and_returns()
    shopper.sees("Pago recibido")


def test_where_fintocs_page_does_not_come_back_leads_to_the_order_and_the_same_page(shopper, demo):
    shopper.complaints.expect("net::ERR_FAILED")
    shopper.places_an_order()
    shopper.page.route("**/checkout/cs_*", lambda route: route.abort())
    shopper.presses_pay()
    expect(shopper.page).to_have_url(re.compile("^chrome-error:"))
    shopper.page.unroute("**/checkout/cs_*")
    shopper.page.goto(shopper.order_url)
    shopper.sees("Revisa y paga")

    shopper.goes_to_fintocs_page().pays_and_returns()
    shopper.sees("Pago recibido")
    assert len(demo.records.payments(shopper.order_number)) == 1


def test_who_never_comes_back_finds_the_order_paid_by_mail(shopper, demo):
    shopper.places_an_order()
    page = shopper.goes_to_fintocs_page()
    page.pays_all_the_way(PAYS)
    page.heading.filter(has_not_text="Elige la cuenta").wait_for()  # the bank has it
    shopper.never_comes_back()

    shopper.gets_mail("Pago recibido: pedido", demo.mails_url)
    shopper.page.goto(shopper.order_url)
    shopper.sees("Pago recibido")


def test_a_window_that_slept_through_the_news_shows_it_when_it_wakes(shopper, demo):
    shopper.places_an_order()
    page = shopper.goes_to_fintocs_page()
    page.pays_all_the_way(PENDS)
    page.returns()
    shopper.sees("Recibimos tu pedido. El banco aún confirma el pago.")
    shopper.page.reload()
    (intent,) = demo.simulator.intents_of(shopper.order_number)
    demo.simulator.decide(intent, "succeed")

    shopper.sees("Pago recibido")
    shopper.is_at_the_order()


@pytest.mark.parametrize("width", [320, 1280])
def test_it_is_paid_on_a_small_screen_and_on_a_large_one(shopper, width):
    shopper.page.set_viewport_size({"width": width, "height": 640})
    shopper.places_an_order()
    shopper.goes_to_fintocs_page().pays_and_returns()

    shopper.sees("Pago recibido")
