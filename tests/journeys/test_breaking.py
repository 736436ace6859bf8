"""Breaking payments in a real browser: the tour, the panel, and the script that does not come."""

import pytest
from playwright.sync_api import expect

from tests.breaking.ways import ENDS
from tests.journeys.accessibility import scrolls_sideways, violations
from tests.journeys.bank_window import BankWindow
from tests.simulator.process import running

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("chile")]

MOST_CLICKS = 6
OUTCOMES = {
    "Aprobar": "Pago recibido",
    "Rechazar": "El pago fue rechazado",
    "Dejar pendiente": "Recibimos tu pedido. El banco aún confirma el pago.",
}


class Clicks:
    """Presses what a person would press, and counts."""

    def __init__(self, page) -> None:
        self.page = page
        self.count = 0

    def link(self, name, *, within="body"):
        self._press(self.page.locator(within).get_by_role("link", name=name).first)

    def button(self, name):
        self._press(self.page.get_by_role("button", name=name, exact=True).first)

    def _press(self, element):
        element.click()
        self.page.wait_for_load_state()
        self.count += 1


@pytest.fixture
def clicks(shopper):
    shopper.page.goto(shopper.shop_url)
    return Clicks(shopper.page)


@pytest.fixture
def panel(demo):
    """The demo's simulator, as it should be before and after."""
    yield demo.simulator
    demo.simulator.call("POST", "/panel/faults/mend")


def is_fine(page):
    """Nothing is wrong with this page for anybody."""
    page.wait_for_load_state()
    assert violations(page) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("way", ENDS)
def test_each_way_is_two_clicks_and_ends_well(shopper, clicks, way):
    clicks.link("Romper un pago")
    began = clicks.count
    shopper.page.locator(f"form[action='/demo/tour/{way}/']").get_by_role("button").click()
    for mark in ENDS[way].timeline:
        expect(shopper.page.locator(".time")).to_contain_text(mark, timeout=15_000)
    for alert in ENDS[way].alerts:
        expect(shopper.page.locator(".note")).to_contain_text(alert, timeout=15_000)
    clicks.link("Ver la página del cliente")

    assert clicks.count + 1 - began == 2
    shopper.sees(ENDS[way].heading)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_any_outcome_is_a_few_clicks_from_the_first_page(shopper, clicks, outcome):
    clicks.link("Romper un pago")
    clicks.button("Un pedido para romper")
    clicks.link("Decidir en el panel")
    expect(shopper.page.get_by_role("button")).not_to_have_count(0)
    clicks.button(outcome)
    clicks.link("Pedido", within="#live")
    clicks.link("Ver la página del cliente")

    shopper.sees(OUTCOMES[outcome])
    assert clicks.count <= MOST_CLICKS


def test_page_script_blocked(shopper, panel):
    shopper.complaints.expect("net::ERR")
    shopper.places_an_order()
    panel.call("POST", "/panel/faults/script_blocked")
    shopper.presses_pay()
    shopper.sees("No pudimos abrir la ventana de pago")
    shopper.reads("No se te cobró")

    panel.call("POST", "/panel/faults/mend")
    shopper.page.get_by_role("link", name="Intentar de nuevo").click()
    BankWindow(shopper.page).chooses_bank()


def test_page_script_slow(shopper, panel):
    shopper.places_an_order()
    panel.call("POST", "/panel/faults/script_slow")
    shopper.presses_pay()
    shopper.sees("No pudimos abrir la ventana de pago", within=12)

    BankWindow(shopper.page).chooses_bank()  # it came after all


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_panel_is_for_everyone(browser, scheme, width):
    viewport = {"width": width, "height": 900}
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="en-US")
    with running("--memory", "--webhook-url", "http://127.0.0.1:9/") as simulator:
        intent = simulator.paid(metadata={"shop": "http://localhost", "order": "CL-1"})
        simulator.refund(intent, amount=100)
        simulator.decide(simulator.create(), "hold", told="dropped")
        waiting = simulator.create()
        simulator.open_session()
        simulator.switch(is_down=True)
        (event, *_) = simulator.call("GET", "/control/events").json()
        page = context.new_page()
        for path in (
            "/",
            f"/panel/payment_intents/{waiting['id']}",
            f"/panel/events/{event['id']}",
            "/panel/faults",
            "/break-it",
        ):
            page.goto(simulator.url + path)
            is_fine(page)
    context.close()


def test_the_panel_is_usable_with_the_keyboard_and_follows_what_happens(browser):
    page = browser.new_context(locale="en-US").new_page()
    with running("--memory") as simulator:
        intent = simulator.create()
        page.goto(f"{simulator.url}/panel/payment_intents/{intent['id']}")
        page.get_by_role("button", name="Hold as pending").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".status").first).to_have_text("pending")
        simulator.decide(intent, "resolve")

        expect(page.locator(".status").first).to_have_text("succeeded")
    page.context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 375), ("dark", 1280)])
def test_the_tour_is_for_everyone(browser, demo, scheme, width):
    viewport = {"width": width, "height": 900}
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale="es-CL")
    page = context.new_page()
    page.goto(f"{demo.shop_url}/demo/tour/")
    is_fine(page)
    page.locator("form[action='/demo/tour/unresolved/']").get_by_role("button").click()
    page.locator(".note").wait_for()
    is_fine(page)
    context.close()
