"""JavaScript off: all works up to the bank's window, and afterwards a button asks for news."""

import pytest

from tests.journeys.conftest import LOCALES
from tests.journeys.shopper import Shopper
from tests.journeys.waiting import eventually

pytestmark = [pytest.mark.long_journey, pytest.mark.xdist_group("chile")]


@pytest.fixture
def shopper(browser, demo):
    context = browser.new_context(locale=LOCALES[demo.country], java_script_enabled=False)
    yield Shopper(context.new_page(), demo.shop_url)
    context.close()


def test_the_order_is_placed_and_the_payment_page_says_what_it_needs(shopper):
    shopper.places_an_order()
    shopper.presses_pay()

    shopper.sees("Activa JavaScript para pagar")
    shopper.reads(shopper.order_number)
    shopper.page.get_by_role("link", name="Volver al pedido").click()
    shopper.is_at_the_order()


def test_a_payment_made_elsewhere_shows_at_the_press_of_a_button(shopper, demo):
    shopper.places_an_order()
    shopper.presses_pay()
    shopper.sees("Activa JavaScript para pagar")
    (intent,) = demo.simulator.intents_of(shopper.order_number)
    demo.simulator.decide(intent, "hold")
    eventually(
        lambda: demo.records.payments(shopper.order_number)[0]["status"] == "pending",
        what="the shop told that it is pending",
    )
    shopper.page.goto(shopper.order_url)
    shopper.sees("Recibimos tu pedido. El banco aún confirma el pago.")

    demo.simulator.decide(intent, "succeed")
    shopper.page.get_by_role("button", name="Actualizar estado").click()

    shopper.sees("Pago recibido")
    shopper.is_at_the_order()
    assert not shopper.page.get_by_role("button", name="Imprimir comprobante").is_visible()


def test_an_order_is_canceled_and_bought_again(shopper):
    shopper.places_an_order()
    shopper.page.get_by_text("Anular mi pedido").click()
    shopper.page.get_by_role("button", name="Sí, anular el pedido").click()
    shopper.sees("Pedido anulado")

    shopper.page.get_by_role("button", name="Comprar de nuevo").click()
    shopper.sees("Tu carro")
    shopper.reads("Taza de gres")


def test_the_link_to_an_order_is_found_again_by_mail(shopper, demo):
    shopper.places_an_order()
    shopper.page.goto(f"{demo.shop_url}/orders/no-such-order/")
    shopper.page.get_by_role("link", name="Reenviar enlace").click()
    shopper.page.get_by_label("Correo electrónico").fill("cliente@example.com")
    shopper.page.get_by_role("button", name="Enviarme el enlace").click()

    shopper.reads("Revisa tu correo")
    shopper.gets_mail("Enlace a tu pedido", demo.mails_url)
