"""What a merchant's page hears from the window, and how the window is opened and left."""

import pytest
from playwright.sync_api import expect

from tests.journeys.bank_window import ASKS_FOR_CARD, CARD, PAYS, told_by_each_page
from tests.journeys.complaints import Complaints
from tests.journeys.merchant_page import is_back, is_told, told
from tests.simulator.process import running

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("window")]

START = ["opened", "on_available_institutions", "on_authentication_form"]
SIMPLEST = [
    "selecting_account",
    "app_authentication_required",
    "validating_payment",
    "payment_created",
]


@pytest.fixture(scope="module")
def simulator():
    """Its bank takes twice as long: a busy machine shows that it is waited for."""
    with running("--memory", "--speed", "0.5") as simulator:
        yield simulator


@pytest.fixture
def page(browser):
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(page):
    return Complaints(page.context)


def test_events_follow_the_shopper_s_steps_each_with_its_moment(
    simulator, merchant, page, complaints
):
    intent = simulator.create(amount=12904)
    window = merchant.opens(page, intent)
    window.chooses_bank()
    window.logs_in()
    window.gives_code("000000")
    window.pays_from(ASKS_FOR_CARD)
    window.gives_code(*CARD)
    is_paid_while_waiting(simulator, intent, window)

    is_told(page, "onSuccess")
    assert told(page) == [
        *START,
        "sms_authentication_required",
        "selecting_account",
        "card_authentication_required",
        "validating_second_factor",
        "validating_payment",
        "payment_created",
        "closed",
        "onSuccess",
    ]
    moments = page.evaluate("told.filter(([, data]) => data).map(([, data]) => data.timestamp)")
    assert len(moments) == len(told(page)) - 1
    assert moments == sorted(moments) and moments[0] > 1_700_000_000_000
    assert complaints.unexpected == []


def is_paid_while_waiting(simulator, intent, window):
    window.is_at("Esperando al banco")
    simulator.decide(intent, "succeed")


def test_the_simplest_payment_asks_for_no_code(simulator, merchant, page):
    intent = simulator.create()
    window = merchant.opens(page, intent)
    window.chooses_bank()
    window.logs_in()
    window.pays_from(PAYS)
    is_paid_while_waiting(simulator, intent, window)

    is_told(page, "onSuccess")
    assert told(page)[len(START) : -2] == SIMPLEST


def test_a_step_is_told_before_anybody_can_take_it(simulator, merchant, page):
    intent = simulator.create()
    window = merchant.opens(page, intent)
    window.chooses_bank()
    window.is_at("Ingresa a tu banco")
    page.route("**/widget.js", lambda _route: None, times=1)  # it never comes
    window.logs_in()
    window.pays_from(PAYS)
    is_paid_while_waiting(simulator, intent, window)

    is_told(page, "onSuccess")
    assert told(page)[len(START) : -2] == SIMPLEST


def test_a_button_to_leave_is_there_once_a_press_on_it_is_heard(simulator, merchant, page):
    window = merchant.opens(page, simulator.create())
    held = []
    page.route("**/widget.js", lambda route: held.append(route))
    with page.expect_request("**/widget.js"):
        window.chooses_bank()
    window.is_at("Ingresa a tu banco")
    expect(window.leave).to_be_hidden()

    held.pop().continue_()
    window.closes()
    is_told(page, "onExit")


def test_a_wrong_code_ends_in_an_error_and_an_exit(simulator, merchant, page):
    window = merchant.opens(page, simulator.create())
    window.chooses_bank()
    window.logs_in()
    window.pays_from(ASKS_FOR_CARD)
    window.gives_code("00", "00", "01")
    window.is_at("El pago falló")
    window.frame.get_by_role("button", name="Volver a la tienda").click()

    is_told(page, "onExit")
    assert told(page)[-3:] == ["payment_error", "closed", "onExit"]


def test_the_simulated_app_answers_for_a_new_payee_by_itself(simulator, merchant, page):
    steps = told_by_each_page(page, "h1")
    window = merchant.opens(page, simulator.create(amount=12902))
    window.chooses_bank()
    window.logs_in()

    window.is_at("Elige la cuenta")
    window.document.wait_for_load_state()
    assert steps[-2:] == ["Autoriza al destinatario nuevo", "Elige la cuenta"]


@pytest.mark.parametrize(
    ("changed", "told_of"),
    [
        ({"publicKey": None}, "publicKey is missing"),
        ({"publicKey": "pk_live_x"}, "publicKey is a live key"),
        ({"publicKey": "pk_test_x"}, "publicKey is not this simulator's"),
        ({"country": "ar"}, "it must be 'cl' or 'mx'"),
        ({"holderType": None}, "holderType is missing"),
        ({"widgetToken": None}, "widgetToken is missing"),
        ({"widgetToken": "pi_x_sec_y"}, "does not know that widgetToken"),
    ],
)
def test_a_mistake_is_told_once_in_the_console_and_shown(
    simulator, merchant, page, complaints, changed, told_of
):
    complaints.expect("status of 400")
    window = merchant.opens(page, simulator.create(), lang="en", **changed)
    window.is_at("The widget cannot open")

    window.frame.get_by_role("button", name="Back to the shop").click()
    is_told(page, "onExit")  # and before that, whatever is told
    assert told(page) == ["opened", "on_error", "closed", "onExit"]
    assert [told_of in heard for heard in complaints.unexpected] == [True]


def test_a_token_that_expired_is_told_in_the_console_and_shown(
    simulator, merchant, page, complaints
):
    complaints.expect("status of 400")
    intent = simulator.create()
    simulator.call("POST", f"/control/payment_intents/{intent['id']}/age", json={"seconds": 660})
    window = merchant.opens(page, intent, lang="en")
    window.is_at("The payment window has timed out")

    window.frame.get_by_role("button", name="Back to the shop").click()
    is_told(page, "onExit")
    assert told(page) == ["opened", "on_error", "closed", "onExit"]
    assert ["widgetToken is dead" in heard for heard in complaints.unexpected] == [True]


def test_an_option_that_fintoc_does_not_know_is_a_warning(simulator, merchant, page):
    heard = []
    page.on("console", lambda message: heard.append((message.type, message.text)))
    merchant.opens(page, simulator.create(), widget_token="x")

    assert [(kind, "widget_token" in text) for kind, text in heard] == [("warning", True)]


def test_escape_leaves_from_the_window_and_the_focus_comes_back(simulator, merchant, page):
    window = merchant.opens(page, simulator.create())
    window.is_focused("Elige tu banco")
    page.keyboard.press("Escape")

    is_told(page, "onExit")
    is_back(page)


@pytest.mark.parametrize("method", ["close", "hide"])
def test_the_merchant_may_hide_the_window_and_show_it_again_as_it_was(
    simulator, merchant, page, method
):
    window = merchant.opens(page, simulator.create())
    window.chooses_bank()
    window.is_at("Ingresa a tu banco")
    is_told(page, "on_authentication_form")
    page.evaluate(f"widget.{method}()")
    is_back(page)
    assert told(page)[-1] == "closed"

    page.evaluate("widget.open()")
    window.is_at("Ingresa a tu banco")
    page.evaluate("widget.destroy()")
    assert page.locator("iframe").count() == 0


def test_a_token_that_dies_under_the_shopper_says_so_by_itself(simulator, merchant, page):
    intent = simulator.create()
    page.clock.install()
    window = merchant.opens(page, intent)
    window.is_at("Elige tu banco")
    simulator.decide(intent, "age", seconds=600)
    page.clock.fast_forward("10:00")

    window.is_at("La ventana de pago venció")
