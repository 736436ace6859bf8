"""Chile with PAYMENT_FLOW=redirect: the journeys of the bank window, on the page Fintoc hosts."""

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import scrolls_sideways, violations
from tests.journeys.bank_window import ASKS_FOR_CARD, CARD, FAILS, PENDS, REJECTED
from tests.journeys.conftest import LOCALES
from tests.journeys.sent_home import (
    changes_where_it_goes,
    is_confirmed_with_its_address,
    orders_to_be_sent_home,
)
from tests.journeys.shopper import Shopper

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("redirect")]

SHOWN_WITHIN_SECONDS = 3  # from Fintoc's final status to the shopper's page


@pytest.fixture
def demo(demo_that_redirects):
    return demo_that_redirects


def statuses(demo, shopper):
    return [payment["status"] for payment in demo.records.payments(shopper.order_number)]


def test_a_mug_is_paid_because_a_signed_webhook_said_so(shopper, demo):
    shopper.places_an_order("Taza de gres")
    page = shopper.goes_to_fintocs_page()
    expect(shopper.page.get_by_text("$12.990")).to_be_visible()
    page.pays_and_returns()
    shopper.sees("Pago recibido. ¡Gracias, Nombre Apellido!", within=SHOWN_WITHIN_SECONDS)
    shopper.is_at_the_order()
    shopper.reads("····9212")

    (intent,) = demo.simulator.intents_of(shopper.order_number)
    assert (intent["status"], intent["amount"], intent["currency"]) == ("succeeded", 12990, "CLP")
    last = demo.records.status_events(shopper.order_number)[-1]
    assert last["value"] == "succeeded" and last["cause"].startswith("evt_")
    shopper.gets_mail("Pago recibido: pedido", demo.mails_url)
    shopper.sees_an_empty_cart()


def test_a_session_that_finishes_unpaid_says_why_and_another_one_is_paid(shopper, demo):
    shopper.places_an_order()
    page = shopper.goes_to_fintocs_page()
    page.pays_all_the_way(FAILS, reason="insufficient_funds")
    page.is_at("El pago falló")
    page.returns()
    shopper.sees("El pago no se completó")
    shopper.reads("No se te cobró. La cuenta que elegiste no tiene saldo suficiente.")
    shopper.is_at_the_order()

    shopper.goes_to_fintocs_page().pays_and_returns()
    shopper.sees("Pago recibido")
    assert statuses(demo, shopper) == ["failed", "succeeded"]
    sessions = {each["session_id"] for each in demo.records.payments(shopper.order_number)}
    assert len(sessions) == 2


def test_a_rejected_payment_is_told(shopper, demo):
    shopper.places_an_order()
    page = shopper.goes_to_fintocs_page()
    page.pays_all_the_way(REJECTED)
    page.returns()
    shopper.sees("El pago fue rechazado")
    shopper.reads("No se te cobró")
    shopper.is_at_the_order()


def test_a_pending_order_warns_not_to_pay_again_until_it_is_paid(shopper, demo):
    shopper.places_an_order()
    page = shopper.goes_to_fintocs_page()
    page.pays_all_the_way(PENDS)
    page.returns()
    shopper.sees("Recibimos tu pedido. El banco aún confirma el pago.")
    shopper.reads("No vuelvas a pagar.")
    (intent,) = demo.simulator.intents_of(shopper.order_number)
    demo.simulator.decide(intent, "succeed")
    shopper.sees("Pago recibido")


def test_after_a_wrong_code_the_order_can_be_paid(shopper, demo):
    shopper.places_an_order()
    page = shopper.goes_to_fintocs_page()
    page.pays_all_the_way(ASKS_FOR_CARD)
    page.gives_code("00", "00", "01")
    page.is_at("El pago falló")
    page.returns()
    shopper.sees("No alcanzamos a recibir tu autorización")

    page = shopper.goes_to_fintocs_page()
    page.pays_all_the_way(ASKS_FOR_CARD)
    page.gives_code(*CARD)
    page.returns()
    shopper.sees("Pago recibido")


def test_a_page_left_too_early_is_gone_on_with_in_the_same_session(shopper, demo):
    shopper.places_an_order()
    page = shopper.goes_to_fintocs_page().begins()
    page.closes()
    shopper.sees("Revisa y paga")
    shopper.reads_that_it_left_too_early()
    shopper.reads("No se te cobró")
    shopper.is_at_the_order()

    shopper.goes_to_fintocs_page().pays_and_returns()
    shopper.sees("Pago recibido")
    assert statuses(demo, shopper) == ["succeeded"]


def test_back_leads_to_the_order_and_not_into_the_page_that_leads_on(shopper, demo):
    shopper.places_an_order()
    shopper.goes_to_fintocs_page()
    shopper.page.go_back()

    shopper.sees("Revisa y paga")
    shopper.is_at_the_order()


def test_a_session_whose_time_is_over_leaves_an_order_that_can_be_paid(shopper, demo):
    shopper.places_an_order()
    shopper.goes_to_fintocs_page()
    (payment,) = demo.records.payments(shopper.order_number)
    demo.simulator.expire_session(payment["session_id"])
    shopper.page.goto(shopper.order_url)
    shopper.reads("La página de pago venció")
    shopper.reads("Por seguridad dura 30 minutos. No se te cobró.")

    shopper.goes_to_fintocs_page().pays_and_returns()
    shopper.sees("Pago recibido")


@pytest.fixture
def shopper_without_script(browser, demo):
    context = browser.new_context(
        locale=LOCALES["cl"], java_script_enabled=False, viewport={"width": 320, "height": 640}
    )
    yield Shopper(context.new_page(), demo.shop_url)
    context.close()


def test_a_mug_is_paid_without_any_script(shopper_without_script, demo):
    shopper = shopper_without_script
    shopper.places_an_order()
    shopper.presses_pay()
    shopper.sees("Pagas en la página segura de Fintoc")
    shopper.page.get_by_role("link", name="Ir a la página de pago").click()
    page = shopper.is_at_fintocs_page()
    page.pays_and_returns()
    shopper.sees("Pago recibido")
    shopper.is_at_the_order()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_use_the_page_that_leads_there(shopper, scheme):
    shopper.page.route("**/js/hosted.js", lambda route: route.fulfill(body=""))
    shopper.page.emulate_media(color_scheme=scheme)
    shopper.page.set_viewport_size({"width": 320, "height": 640})
    shopper.places_an_order()
    shopper.presses_pay()
    shopper.sees("Pagas en la página segura de Fintoc")

    assert violations(shopper.page) == []
    assert not scrolls_sideways(shopper.page)


def test_an_order_is_sent_home_where_its_shopper_says_in_the_end(shopper, demo):
    orders_to_be_sent_home(shopper, "cl")
    changes_where_it_goes(shopper, "cl")
    shopper.goes_to_fintocs_page().pays_and_returns()

    is_confirmed_with_its_address(shopper, demo)
