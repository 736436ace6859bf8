"""Not now, not this, not any more: what shoppers do besides paying, and nothing typed is lost."""

import pytest

from tests.journeys.bank_window import FAILS, PAYS
from tests.journeys.conftest import LOCALES
from tests.journeys.shopper import EMAIL, NAME, Shopper
from tests.journeys.shops import in_both_flows, in_chile

pytestmark = pytest.mark.long_journey

BLANKET = "Manta de lana"  # two of them are left in the demo


@pytest.fixture
def somebody_else(browser, demo):
    context = browser.new_context(locale=LOCALES[demo.country])
    yield Shopper(context.new_page(), demo.shop_url)
    context.close()


@in_both_flows
def test_an_order_left_at_the_bank_is_changed_and_paid(shopper, demo):
    shopper.places_an_order()
    bank = shopper.goes_to_the_bank()
    bank.chooses_bank()
    bank.closes()
    shopper.reads_that_it_left_too_early()
    first = shopper.order_number

    shopper.page.get_by_role("button", name="Cambiar mi pedido").dblclick()
    shopper.sees("Tu carro")
    shopper.takes("2", "Taza de gres")
    shopper.goes_to_pay()
    assert shopper.page.get_by_label("Correo electrónico").input_value() == EMAIL
    assert shopper.page.get_by_label("Nombre y apellido").input_value() == NAME
    shopper.gives_details()
    assert shopper.order_number != first
    shopper.reads("Pagar $25.980 con tu banco")

    shopper.pays_in_chile(PAYS)
    shopper.sees("Pago recibido")
    assert [each["status"] for each in demo.records.payments(first)] == ["created"]


@in_chile
def test_sold_out_at_the_last_step_nothing_typed_is_lost(shopper, somebody_else):
    shopper.opens_product(BLANKET)
    shopper.page.get_by_label("Cantidad").fill("2")
    shopper.adds_to_cart()
    shopper.goes_to_pay()

    somebody_else.places_an_order(BLANKET)
    shopper.says_who_buys()
    shopper.picks_up()
    shopper.accepts_and_goes_on()

    shopper.sees("Tu carro")
    shopper.reads(f"Solo queda 1 de {BLANKET}. Cambia la cantidad para seguir.")
    shopper.takes("1", BLANKET)
    shopper.goes_to_pay()
    assert shopper.page.get_by_label("Correo electrónico").input_value() == EMAIL
    shopper.gives_details()
    cancel(shopper)
    cancel(somebody_else)  # the next journey finds both on the shelf


def cancel(shopper):
    shopper.page.get_by_text("Anular mi pedido").click()
    shopper.page.get_by_role("button", name="Sí, anular el pedido").click()
    shopper.sees("Pedido anulado")


@in_both_flows
def test_over_the_banks_limit_the_link_comes_by_mail_for_tomorrow(shopper, demo):
    shopper.places_an_order()
    shopper.pays_in_chile(FAILS, reason="new_contact_amount_limit_reached")
    shopper.sees("Tu banco limita el primer pago a un destinatario nuevo")

    shopper.page.get_by_role("button", name="Enviarme un enlace para mañana").click()

    shopper.page.get_by_text(f"Te enviamos el enlace a {EMAIL}.").wait_for()
    shopper.gets_mail("Enlace a tu pedido", demo.mails_url)


@in_both_flows
def test_what_one_wants_to_give_back_reaches_the_shop_once(shopper):
    shopper.places_an_order()
    shopper.pays_in_chile(PAYS)
    shopper.sees("Pago recibido")

    shopper.page.get_by_text("Devolver o arrepentirme").click()
    shopper.page.get_by_label("Qué quieres devolver, y por qué").fill("La taza llegó trizada. 🙁")
    shopper.page.get_by_role("button", name="Enviar a la tienda").click()

    shopper.reads("Recibimos tu mensaje. Te responderemos por correo.")
    assert shopper.page.get_by_role("button", name="Enviar a la tienda").count() == 0
    shopper.is_at_the_order()
