"""Breaking payments in a real browser: the tour, the panel, and the script that does not come."""

import re

import pytest
from playwright.sync_api import expect

from simulator.outcome_names import OUTCOMES as OUTCOME_NAMES
from simulator.panel.actions import keys
from tests.breaking.ways import ENDS
from tests.journeys.accessibility import scrolls_sideways, violations
from tests.journeys.bank_window import BankWindow, told_by_each_page

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("chile")]

MOST_CLICKS = 6
SEEN = {
    "Aprobar": "Pago recibido",
    "Rechazar": "El pago fue rechazado",
    "Dejar pendiente": "Recibimos tu pedido. El banco aún confirma el pago.",
}
# What is pressed on the panel, and what the order's timeline says then.
OUTCOMES = {
    "succeed": (["succeed"], "payment: succeeded"),
    "fail": (["fail"], "payment: failed"),
    "reject": (["reject"], "payment: rejected"),
    "hold": (["hold"], "payment: pending"),
    "require_action": (["require_action"], "payment: requires_action"),
    "expire": (["expire"], "payment: expired"),
    "resolve": (["hold", "resolve"], "payment: succeeded"),
    "jump": (["jump"], "payment: expired"),
}
# What the simulator's bank asks for in Chile, by how many jars of jam are bought.
ASKED = {
    1: "Escribe el código de tu dispositivo de seguridad.",
    2: "Abre la app de tu banco y responde ahí.",
    4: "Escribe el código que tu banco te mandó por SMS.",
    5: "Escribe los números de tu tarjeta de coordenadas.",
    6: "Tu banco pide algo que esta ventana no conoce. Hazlo y continúa.",
}
SHOWS = "words => document.querySelector('main').innerText.includes(words)"
AFTER_THE_LOGIN = re.compile("Autoriza al destinatario nuevo|Elige la cuenta")


class Clicks:
    """Presses what a person would press, and counts."""

    def __init__(self, page) -> None:
        self.page = page
        self.count = 0

    def link(self, name, *, within="body"):
        self._press(self.page.locator(within).get_by_role("link", name=name).first)

    def button(self, name):
        self._press(self.page.get_by_role("button", name=name, exact=True).first)

    def action(self, path):
        """A button of the panel, by what it does."""
        self._press(self.page.locator(f"form[action*='/{path}?']").get_by_role("button"))

    def _press(self, element):
        with self.page.expect_navigation():
            element.click()
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
        expect(shopper.page.locator(".time")).to_contain_text(mark)
    for alert in ENDS[way].alerts:
        expect(shopper.page.locator(".note")).to_contain_text(alert)
    clicks.link("Ver la página del cliente")

    assert clicks.count + 1 - began == 2
    shopper.sees(ENDS[way].heading)


@pytest.fixture
def at_the_panel(shopper, clicks):
    """At the page of a payment that is open, from the first page."""
    clicks.link("Romper un pago")
    clicks.button("Un pedido para romper")
    clicks.link("Decidir en el panel")
    expect(shopper.page.get_by_role("button")).not_to_have_count(0)
    return clicks


@pytest.mark.parametrize("outcome", SEEN)
def test_what_the_shopper_sees_is_a_few_clicks_from_the_first_page(shopper, at_the_panel, outcome):
    at_the_panel.button(outcome)
    at_the_panel.link("Pedido", within="#live")
    at_the_panel.link("Ver la página del cliente")

    shopper.sees(SEEN[outcome])
    assert at_the_panel.count <= MOST_CLICKS


def test_every_outcome_of_a_payment_is_tried():
    assert set(OUTCOMES) == {*OUTCOME_NAMES, "jump"}


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_any_outcome_is_a_few_clicks_from_the_first_page(shopper, at_the_panel, outcome):
    presses, line = OUTCOMES[outcome]
    for name in presses:
        at_the_panel.action(name)
    at_the_panel.link("Pedido", within="#live")

    expect(shopper.page.locator(".time")).to_contain_text(line)
    assert at_the_panel.count <= MOST_CLICKS


def test_any_odd_webhook_and_any_fault_is_a_few_clicks_from_the_first_page(shopper, at_the_panel):
    names = [key.rpartition(".")[2] for key in keys() if key.startswith(("api.", "page."))]
    odd = [key for key in keys() if key.startswith(("told.", "money.", "lie."))]
    for path in odd:
        expect(shopper.page.locator(f"form[action*='/{path}?']")).to_have_count(1)
    at_the_panel.link("API y página")
    for name in names:
        expect(shopper.page.locator(f"form[action*='/faults/{name}?']")).to_have_count(1)

    assert at_the_panel.count + 1 <= MOST_CLICKS


@pytest.mark.parametrize("jars", ASKED)
def test_what_a_bank_asks_before_a_first_transfer_is_chosen_by_how_much_is_bought(shopper, jars):
    shopper.opens_product("Mermelada de mora")
    for _jar in range(jars):
        shopper.page.goto(f"{shopper.shop_url}/products/mermelada-de-mora/")
        shopper.adds_to_cart()
    shopper.goes_to_pay()
    shopper.gives_details()
    pages = told_by_each_page(shopper.page, "body")
    window = shopper.opens_the_bank_window()
    window.chooses_bank()
    window.logs_in()

    expect(window.heading).to_have_text(AFTER_THE_LOGIN)
    window.document.wait_for_load_state()
    (asks,) = [page for page in pages if "Autoriza al destinatario nuevo" in page]
    assert ASKED[jars] in asks


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
    # The page itself looks: what it says is there for two seconds.
    shopper.page.wait_for_function(SHOWS, arg="No pudimos abrir la ventana de pago")

    BankWindow(shopper.page).chooses_bank()  # it came after all


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
