"""An order that goes to somebody's door: what every journey of it does, whoever takes the money."""

from playwright.sync_api import expect

from tests.journeys.demo_process import DemoProcess
from tests.journeys.shopper import Shopper

TOTAL = {"cl": "$16.480", "mx": "$348.00"}  # a mug, and what sending it there costs
PLACE = {
    "cl": "Providencia, Metropolitana de Santiago",
    "mx": "06000 Cuauhtémoc, Ciudad de México",
}
ELSEWHERE = {"cl": "$17.980", "mx": "$398.00"}


def orders_to_be_sent_home(shopper: Shopper, country: str) -> None:
    """A mistake first, which loses nothing; then the order, with what delivery costs in it."""
    shopper.complaints.expect("422 (Unprocessable")  # the form with nothing but a name
    shopper.opens_product("Taza de gres")
    shopper.adds_to_cart()
    shopper.goes_to_pay()
    shopper.says_who_buys()
    shopper.page.get_by_role("button", name="Revisar y pagar").click()
    expect(shopper.page.get_by_role("alert")).to_be_focused()
    shopper.reads("Escribe la calle y el número")
    expect(shopper.page.get_by_label("Nombre y apellido")).to_have_value("Nombre Apellido")
    shopper.gives_the_address()
    shopper.accepts_and_goes_on()
    shopper.notes_the_order()
    shopper.reads(PLACE[country])
    shopper.reads(TOTAL[country])


def changes_where_it_goes(shopper: Shopper, country: str) -> None:
    """To another region and back: the same order, at another price."""
    shopper.page.get_by_role("link", name="Cambiar Entrega").click()
    if country == "cl":
        shopper.page.get_by_label("Región").select_option("05")
        shopper.page.get_by_label("Comuna").fill("Viña del Mar")
    else:
        shopper.page.get_by_label("Código postal").fill("44100")
        shopper.page.get_by_label("Estado").select_option("JAL")
    shopper.page.get_by_role("button", name="Revisar y pagar").click()
    shopper.sees("Revisa y paga")
    shopper.is_at_the_order()
    shopper.reads(ELSEWHERE[country])


def is_confirmed_with_its_address(shopper: Shopper, demo: DemoProcess) -> None:
    """On the order's page, at Fintoc, and in the mail, whose text and HTML stand side by side."""
    shopper.sees("Pago recibido. ¡Gracias, Nombre Apellido!")
    shopper.is_at_the_order()
    amount = {"cl": 17_980, "mx": 398_00}[demo.country]
    (intent,) = demo.simulator.intents_of(shopper.order_number)
    assert (intent["status"], intent["amount"]) == ("succeeded", amount)
    shopper.reads("Calle de ejemplo 123")
    shopper.gets_mail("Pago recibido: pedido", demo.mails_url)
    shopper.page.goto(demo.mails_url)
    mail = shopper.page.locator("article", has_text=f"Pago recibido: pedido {shopper.order_number}")
    expect(mail.locator("pre").first).to_contain_text("Calle de ejemplo 123")
    expect(mail.frame_locator("iframe").locator("body")).to_contain_text("Calle de ejemplo 123")
