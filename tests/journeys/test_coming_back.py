"""Away from a page and back: reloaded, kept by the browser, under the bank's app, a dead token."""

from uuid import UUID

import pytest

from tests.journeys.bank_window import PAYS
from tests.journeys.shops import in_both_flows, in_chile

pytestmark = pytest.mark.long_journey

# What a browser does when another app covers it; Chromium without a screen never does.
AWAY = """(isAway) => {
  Object.defineProperty(document, "hidden", {configurable: true, get: () => isAway});
  document.dispatchEvent(new Event("visibilitychange"));
}"""
KEPT_BY_THE_BROWSER = """() => {
  window.isAsLeft = true;
  dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
}"""

NEWS = "**/status.json"


def statuses(demo, shopper):
    return [payment["status"] for payment in demo.records.payments(shopper.order_number)]


@in_both_flows
def test_the_page_reloaded_opens_the_same_payment(shopper, demo):
    shopper.places_an_order()
    bank = shopper.goes_to_the_bank()
    shopper.page.reload()

    shopper.pays_at_the_bank(bank, PAYS)
    bank.returns()
    shopper.sees("Pago recibido")
    assert statuses(demo, shopper) == ["succeeded"]


@in_chile
def test_a_token_that_died_meanwhile_is_renewed_without_a_word(shopper, demo):
    shopper.places_an_order()
    shopper.opens_the_bank_window()
    shopper.page.goto(shopper.order_url)
    (intent,) = demo.simulator.intents_of(shopper.order_number)
    demo.simulator.decide(intent, "expire")

    shopper.pays_in_chile(PAYS)
    shopper.sees("Pago recibido")
    assert statuses(demo, shopper) == ["expired", "succeeded"]


@in_chile
def test_back_from_the_banks_app_the_payment_page_leads_to_the_news(shopper, demo):
    shopper.places_an_order()
    shopper.goes_to_the_bank().chooses_bank()
    with shopper.page.expect_response(NEWS):
        pass  # no further question is on its way when the page falls asleep
    hears_of_it_once_awake(shopper, demo)


@in_both_flows
def test_back_from_the_banks_app_the_news_is_there_at_once(shopper, demo):
    shopper.places_an_order()
    bank = shopper.goes_to_the_bank()
    bank.reaches_the_accounts()  # on Fintoc's page a payment begins here
    with shopper.page.expect_response(NEWS):
        shopper.page.goto(shopper.order_url)
    hears_of_it_once_awake(shopper, demo)


def hears_of_it_once_awake(shopper, demo):
    """The page sleeps while the bank's app is in front, and asks when it is seen again."""
    shopper.page.evaluate(AWAY, True)
    (intent,) = demo.simulator.intents_of(shopper.order_number)
    demo.simulator.decide(intent, "succeed")
    shopper.page.wait_for_timeout(3000)
    assert shopper.page.get_by_role("heading", name="Pago recibido").count() == 0

    shopper.page.evaluate(AWAY, False)
    shopper.sees("Pago recibido")
    shopper.is_at_the_order()


@in_both_flows
def test_a_page_that_the_browser_kept_is_not_shown_as_it_was_left(shopper, demo):
    shopper.places_an_order()
    shopper.page.wait_for_load_state()  # what a browser keeps and shows again was loaded whole
    with shopper.page.expect_navigation():
        shopper.page.evaluate(KEPT_BY_THE_BROWSER)

    assert shopper.page.evaluate("window.isAsLeft") is None
    shopper.pays_in_chile(PAYS)
    shopper.sees("Pago recibido")


@in_both_flows
def test_whoever_left_the_bank_after_the_login_goes_back_into_the_same_payment(shopper, demo):
    shopper.places_an_order()
    bank = shopper.goes_to_the_bank()
    bank.reaches_the_accounts()
    bank.closes()
    shopper.sees("Estamos confirmando tu pago")
    shopper.reads("vuelve al banco: es el mismo pago y no se cobra dos veces.")

    shopper.page.get_by_role("link", name="Volver al banco").click()
    bank = shopper.is_at_the_bank().begins()
    bank.chooses_bank()  # which knows the shopper by now
    bank.pays_from(PAYS)
    bank.returns()
    shopper.sees("Pago recibido")
    assert statuses(demo, shopper) == ["succeeded"]


@in_both_flows
def test_a_look_at_the_payment_after_it_was_made_shows_the_order(shopper, demo):
    shopper.places_an_order()
    shopper.pays_in_chile(PAYS)
    shopper.sees("Pago recibido")
    (payment,) = demo.records.payments(shopper.order_number)

    shopper.page.goto(f"{shopper.order_url}payments/{UUID(payment['reference'])}/")
    shopper.sees("Pago recibido")
    shopper.is_at_the_order()
