"""A whole purchase in the hand and at the desk: nothing moves under the reader's eyes, and what is
new is announced once."""

import re
from dataclasses import dataclass, field

import pytest

from tests.journeys.bank_window import PAYS
from tests.journeys.conftest import LOCALES
from tests.journeys.shopper import Shopper
from tests.journeys.shops import (
    in_both_countries,
    in_both_flows,
    in_both_flows_and_countries,
    in_chile,
)

pytestmark = pytest.mark.long_journey
OURS = 5  # pages from the product to the receipt: product, cart, details, order, payment

SIZES = {
    "phone": {"viewport": {"width": 375, "height": 667}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
# Told to the test at once: nothing of a page outlives the way to Fintoc's and back. Of the shop's
# pages alone: how Fintoc's come is not ours.
WATCH = """
  addEventListener("DOMContentLoaded", () => {
    if (location.origin !== "SHOP") return;
    saw("pages", location.pathname);
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) {
        const what = entry.sources.map(({ node }) => node?.outerHTML ?? node?.textContent);
        saw("moved", `${location.pathname}: ${what}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
    const spoken = document.getElementById("announcement");
    if (spoken) new MutationObserver(() => saw("said", spoken.textContent))
      .observe(spoken, { childList: true, characterData: true, subtree: true });
  });
"""
# Answers when the page has told of it: its own observer hears before this one.
MOVE = """() => new Promise((done) => {
  new PerformanceObserver(() => done(saw("said", "moved"))).observe({ type: "layout-shift" });
  const move = () => (document.querySelector("main").style.paddingTop = "100px");
  requestAnimationFrame(() => requestAnimationFrame(move));  // what was never painted cannot move
})"""


@dataclass
class Seen:
    """What a visitor's pages told: each of them, all that moved, all that was announced."""

    pages: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def add(self, what: str, value: str) -> None:
        getattr(self, what).append(value)


class Visitor(Shopper):
    """A shopper with a screen of some size, who keeps count."""

    seen: Seen

    def has_told_everything(self) -> None:
        """Wait until this page has loaded, and the test has heard of all that it saw until now."""
        self.page.wait_for_load_state()
        self.page.evaluate("() => saw('said', 'this is all')")


@pytest.fixture
def visitor(browser, demo):
    """Somebody who comes with a screen of the size that is asked for."""
    contexts = []

    def visit(size):
        context = browser.new_context(locale=LOCALES[demo.country], **SIZES[size])
        contexts.append(context)
        visitor = Visitor(context.new_page(), demo.shop_url, flow=demo.flow)
        visitor.seen = Seen()
        context.expose_function("saw", visitor.seen.add)
        context.add_init_script(WATCH.replace("SHOP", demo.shop_url.rstrip("/")))
        return visitor

    yield visit
    for context in contexts:
        context.close()


@in_both_flows_and_countries
@pytest.mark.parametrize("size", SIZES)
def test_nothing_moves_from_the_product_to_the_receipt(visitor, demo, size):
    shopper = visitor(size)
    shopper.places_an_order()
    if demo.country == "cl":
        shopper.pays_in_chile(PAYS)
    else:
        shopper.pays_in_mexico()
    shopper.sees("Pago recibido")

    shopper.has_told_everything()
    assert shopper.seen.moved == []
    assert len(shopper.seen.pages) > OURS
    assert shopper.complaints.unexpected == []


@in_chile
def test_a_page_that_moves_its_line_is_found_out(visitor):
    shopper = visitor("phone")
    shopper.page.goto(shopper.shop_url)
    shopper.page.wait_for_timeout(600)  # a screen that took its size is an input, for half a second
    shopper.page.evaluate(MOVE)

    assert shopper.seen.moved


@in_both_flows
@pytest.mark.parametrize("size", SIZES)
def test_news_of_a_pending_payment_is_announced_once(visitor, demo, size):
    shopper = visitor(size)
    shopper.places_an_order()
    bank = shopper.goes_to_the_bank()
    bank.reaches_the_accounts()
    bank.closes()
    shopper.sees("Estamos confirmando tu pago")
    (intent,) = demo.simulator.intents_of(shopper.order_number)
    demo.simulator.decide(intent, "hold")
    shopper.sees("Recibimos tu pedido. El banco aún confirma el pago.")
    demo.simulator.decide(intent, "succeed")
    shopper.sees("Pago recibido")

    shopper.has_told_everything()
    said = shopper.seen.said
    assert [words for words in said if "Pago recibido" in words] == [
        "Pago recibido. ¡Gracias, Nombre Apellido!"
    ]
    assert len(said) == len(set(said))
    assert shopper.seen.moved == []


@in_both_flows
def test_the_pay_button_is_in_sight_on_a_phone(visitor):
    shopper = visitor("phone")
    shopper.page.set_viewport_size({"width": 390, "height": 844})
    shopper.places_an_order()

    box = shopper.pay_button.bounding_box()
    assert box["y"] + box["height"] <= 844


@in_both_countries
@pytest.mark.parametrize("format", ["A4", "Letter"])
@pytest.mark.parametrize("state", ["c3", "c22", "c23", "c24"])
def test_the_receipt_prints_on_one_page_without_what_is_for_the_screen(visitor, state, format):
    shopper = visitor("desktop")
    shopper.page.goto(f"{shopper.shop_url}/demo/states/es/{state}/")

    assert len(re.findall(rb"/Type\s*/Page\b", shopper.page.pdf(format=format))) == 1
    shopper.page.emulate_media(media="print")
    for words in ("Imprimir comprobante", "Modo de prueba", "Seguir comprando"):
        assert not shopper.page.get_by_text(words).is_visible()
    assert shopper.page.get_by_text("Comprobante", exact=True).is_visible()


@in_both_flows
@pytest.mark.parametrize("size", SIZES)
def test_three_screens_and_five_taps_lead_from_the_product_to_the_bank(visitor, size):
    shopper = visitor(size)
    shopper.opens_product("Taza de gres")
    screens = []
    steps = (
        shopper.adds_to_cart,
        shopper.goes_to_pay,
        shopper.gives_details,  # two taps: the terms, and on
    )
    for step in steps:
        step()
        screens.append(shopper.page.locator("h1").first.inner_text())

    assert screens == ["Tu carro", "Tus datos", "Revisa y paga"]
    shopper.presses_pay()
    shopper.is_at_the_bank()
