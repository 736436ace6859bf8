"""A slow network, and a window closed at each of its steps: nobody pays twice, nobody is lost."""

import pytest

from tests.journeys.bank_window import PAYS, TIMES_OUT, BankWindow
from tests.journeys.reading import sticks_out
from tests.journeys.shops import in_both_flows, in_both_flows_of_mexico, in_chile

NAMES = {
    "emoji": "👩‍👩‍👧 Familia",
    "right to left": "ليلى حداد",
    "long": "W" * 200,
    "marks": "Ñandú O'Higgins-Zoë",
}

SCRIPT_SECONDS = 8  # for which Fintoc's script is waited for

pytestmark = pytest.mark.long_journey


@in_chile
def test_a_slow_script_is_waited_for(shopper, demo):
    on_its_way = []
    shopper.page.route("**/js/v1/**", lambda route: on_its_way.append(route))
    shopper.places_an_order()
    with shopper.page.expect_request("**/js/v1/**"):
        shopper.presses_pay()
    shopper.sees("Abriendo la ventana de tu banco…")

    on_its_way[0].continue_()
    shopper.pays_at_the_bank(BankWindow(shopper.page), PAYS)
    shopper.sees("Pago recibido")


@in_chile
def test_a_script_that_comes_after_all_opens_the_window_all_the_same(shopper, demo):
    shopper.complaints.expect("net::ERR_FAILED")
    held = []
    shopper.page.route("**/js/v1/**", lambda route: held.append(route))
    shopper.page.clock.install()
    shopper.places_an_order()
    shopper.presses_pay()
    shopper.sees("Abriendo la ventana de tu banco…")
    with shopper.page.expect_response("**/status.json"):
        pass  # the page's own script runs, and has begun to wait
    shopper.page.clock.fast_forward(SCRIPT_SECONDS * 1000)
    shopper.sees("No pudimos abrir la ventana de pago", within=SCRIPT_SECONDS)
    shopper.reads("No se te cobró")

    held[0].continue_()
    shopper.pays_at_the_bank(BankWindow(shopper.page), PAYS)
    shopper.sees("Pago recibido")


def at_the_banks(window):
    window.is_at("Elige tu banco")


def at_the_login(window):
    window.chooses_bank()
    window.is_at("Ingresa a tu banco")


def at_the_account(window):
    at_the_login(window)
    window.logs_in()
    window.is_at("Elige la cuenta")


def while_it_waits(window):
    at_the_account(window)
    window.pays_from(TIMES_OUT)
    window.is_at("Esperando al banco")


@in_both_flows
@pytest.mark.parametrize("step", [at_the_banks, at_the_login])
def test_closed_before_paying_the_order_is_paid_at_the_next_try(shopper, demo, step):
    shopper.places_an_order()
    bank = shopper.goes_to_the_bank()
    step(bank)
    bank.closes()
    shopper.sees("Revisa y paga")
    shopper.reads_that_it_left_too_early()
    shopper.reads("No se te cobró")

    shopper.pays_in_chile(PAYS)
    shopper.sees("Pago recibido")
    statuses = [row["status"] for row in demo.records.payments(shopper.order_number)]
    assert statuses.count("succeeded") == 1


@in_both_flows
@pytest.mark.parametrize("step", [at_the_account, while_it_waits])
def test_closed_after_the_login_it_is_confirmed_and_not_paid_again(shopper, demo, step):
    shopper.places_an_order()
    bank = shopper.goes_to_the_bank()
    step(bank)
    bank.closes()
    shopper.sees("Estamos confirmando tu pago")
    shopper.reads("No vuelvas a pagar.")
    assert shopper.pay_button.count() == 0

    (intent,) = demo.simulator.intents_of(shopper.order_number)
    demo.simulator.decide(intent, "succeed")
    shopper.sees("Pago recibido")
    assert len(demo.records.payments(shopper.order_number)) == 1


@in_both_flows_of_mexico
@pytest.mark.parametrize("chooses", [False, True], ids=["at-the-banks", "at-the-phone"])
def test_closed_in_mexico_the_order_is_paid_at_the_next_try(shopper, chooses):
    shopper.places_an_order()
    bank = shopper.goes_to_the_bank()
    if chooses:
        bank.chooses_bank()
        bank.frame.get_by_label("Teléfono").wait_for()
    bank.closes()
    shopper.sees("Revisa y paga")
    shopper.reads("No se te cobró")

    shopper.pays_in_mexico()
    shopper.sees("Pago recibido")


@in_chile
def test_two_tabs_pay_one_order_once(shopper, demo):
    shopper.places_an_order()
    other = shopper.page.context.new_page()
    other.goto(shopper.order_url)
    shopper.opens_the_bank_window()
    other.locator("form[action$='/payments/'] button").click()
    BankWindow(other)

    (intent,) = demo.simulator.intents_of(shopper.order_number)
    demo.simulator.decide(intent, "succeed")
    shopper.sees("Pago recibido")
    other.get_by_role("heading", name="Pago recibido").wait_for()
    assert len(demo.records.payments(shopper.order_number)) == 1


@in_chile
def test_back_from_the_receipt_there_is_nothing_to_pay(shopper, demo):
    shopper.places_an_order()
    shopper.pays_in_chile(PAYS)
    shopper.sees("Pago recibido")

    shopper.page.go_back()
    shopper.sees("Pago recibido")
    assert shopper.pay_button.count() == 0


@in_both_flows
def test_away_from_the_network_it_says_not_to_pay_again(shopper, demo):
    shopper.complaints.expect("net::ERR_INTERNET_DISCONNECTED")  # the page may ask for news
    shopper.places_an_order()
    shopper.page.context.set_offline(True)
    shopper.page.get_by_role("heading", name="Sin conexión").wait_for()

    shopper.page.context.set_offline(False)
    shopper.page.get_by_role("heading", name="Sin conexión").wait_for(state="hidden")


@in_both_flows
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_name_is_kept_and_fits(shopper, demo, name):
    shopper.page.set_viewport_size({"width": 320, "height": 640})
    shopper.opens_product("Taza de gres")
    shopper.adds_to_cart()
    shopper.goes_to_pay()
    shopper.says_who_buys(name)
    shopper.picks_up()
    shopper.accepts_and_goes_on()
    shopper.notes_the_order()

    shopper.reads(name)
    assert sticks_out(shopper.page) == []

    shopper.pays_in_chile(PAYS)
    shopper.sees("Pago recibido")
    shopper.reads(name)
    assert sticks_out(shopper.page) == []
