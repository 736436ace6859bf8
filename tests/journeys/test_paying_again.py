"""When a payment does not work out at once: the same order, told plainly, can be paid again."""

import pytest

from tests.journeys.bank_window import ASKS_FOR_CARD, CARD, FAILS, PAYS, PENDS, REJECTED, BankWindow
from tests.journeys.waiting import eventually

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("chile")]

SHOWN_WITHIN_SECONDS = 3  # from Fintoc's final status to the shopper's page


def test_a_rejected_order_is_paid_at_the_second_try(shopper, demo):
    shopper.places_an_order()
    shopper.pays_in_chile(REJECTED)
    shopper.sees("El pago fue rechazado")
    shopper.reads("No se te cobró")
    shopper.is_at_the_order()

    window = shopper.pays_again("Intentar de nuevo")
    window.chooses_bank()
    *_, second = demo.simulator.intents_of(shopper.order_number)
    demo.simulator.decide(second, "succeed")
    shopper.sees("Pago recibido")
    shopper.is_at_the_order()

    payments = demo.records.payments(shopper.order_number)
    assert [payment["status"] for payment in payments] == ["rejected", "succeeded"]
    shopper.gets_mail("Pago recibido: pedido", demo.mails_url)
    eventually(
        lambda: all(mail["due_at"] is None for mail in demo.records.outbox(shopper.order_number)),
        what="every mail of the order sent or dropped",
    )
    assert len(shopper.mails(demo.mails_url)) == 1, "the mail that asks to pay again was sent"


def test_a_pending_order_warns_not_to_pay_again_until_it_is_paid(shopper, demo):
    shopper.places_an_order()
    shopper.pays_in_chile(PENDS)
    shopper.sees("Recibimos tu pedido. El banco aún confirma el pago.")
    shopper.reads("No vuelvas a pagar.")
    shopper.is_at_the_order()
    shopper.gets_mail("Recibimos tu pedido", demo.mails_url)
    (intent,) = demo.simulator.intents_of(shopper.order_number)
    demo.simulator.decide(intent, "succeed")
    paid_at = shopper.sees("Pago recibido")

    delay = paid_at - demo.simulator.told_at(intent, "payment_intent.succeeded")
    assert delay.total_seconds() <= SHOWN_WITHIN_SECONDS
    shopper.gets_mail("Pago recibido: pedido", demo.mails_url)


def test_a_failed_payment_says_why_and_that_nothing_was_charged(shopper, demo):
    shopper.places_an_order()
    shopper.pays_in_chile(FAILS, reason="insufficient_funds")
    shopper.sees("El pago no se completó")
    shopper.reads("No se te cobró. La cuenta que elegiste no tiene saldo suficiente.")

    window = shopper.pays_again("Usar otra cuenta")
    window.chooses_bank()
    *_, second = demo.simulator.intents_of(shopper.order_number)
    demo.simulator.decide(second, "succeed")
    shopper.sees("Pago recibido")
    shopper.is_at_the_order()


def test_after_a_wrong_code_the_right_one_pays_the_same_order(shopper, demo):
    shopper.places_an_order()
    window = shopper.opens_the_bank_window()
    shopper.pays_at_the_bank(window, ASKS_FOR_CARD)
    window.gives_code("00", "00", "01")
    shopper.sees("No alcanzamos a recibir tu autorización")
    shopper.reads("No se te cobró")
    shopper.is_at_the_order()

    window = shopper.pays_again("Intentar de nuevo")
    shopper.pays_at_the_bank(window, ASKS_FOR_CARD)
    window.gives_code(*CARD)
    shopper.sees("Pago recibido")
    payments = demo.records.payments(shopper.order_number)
    assert [payment["status"] for payment in payments] == ["failed", "succeeded"]


def test_a_window_closed_too_early_is_opened_again_for_the_same_payment(shopper, demo):
    shopper.places_an_order()
    window = shopper.opens_the_bank_window()
    window.chooses_bank()
    window.closes()
    shopper.sees("Revisa y paga")
    shopper.reads_that_it_left_too_early()
    shopper.reads("No se te cobró")
    shopper.is_at_the_order()

    window = shopper.opens_the_bank_window()
    window.chooses_bank()
    (intent,) = demo.simulator.intents_of(shopper.order_number)
    demo.simulator.decide(intent, "succeed")
    shopper.sees("Pago recibido")
    assert len(demo.records.payments(shopper.order_number)) == 1


def test_a_blocked_payment_script_is_told_and_then_retried(shopper, demo):
    shopper.complaints.expect("net::ERR_FAILED")
    shopper.page.route("**/js/v1/**", lambda route: route.abort())
    shopper.places_an_order()
    shopper.presses_pay()
    shopper.sees("No pudimos abrir la ventana de pago", within=8)
    shopper.reads("No se te cobró")
    (intent,) = demo.simulator.intents_of(shopper.order_number)
    assert intent["status"] == "created"

    shopper.page.unroute("**/js/v1/**")
    shopper.page.get_by_role("link", name="Intentar de nuevo").click()
    BankWindow(shopper.page).chooses_bank()
    demo.simulator.decide(intent, "succeed")
    shopper.sees("Pago recibido")


def test_a_blocked_payment_script_is_got_around_on_fintocs_page(shopper, demo):
    shopper.complaints.expect("net::ERR_FAILED")
    shopper.page.route("**/js/v1/**", lambda route: route.abort())
    shopper.places_an_order()
    shopper.presses_pay()
    shopper.sees("No pudimos abrir la ventana de pago", within=8)
    shopper.page.get_by_role("button", name="Pagar en la página de Fintoc").click()
    page = shopper.is_at_fintocs_page()
    page.pays_all_the_way(PAYS)
    page.returns()

    shopper.sees("Pago recibido")
    shopper.is_at_the_order()
    window, hosted = demo.records.payments(shopper.order_number)
    assert (window["status"], hosted["status"]) == ("created", "succeeded")
    assert window["retired_at"] is not None
