"""Chile, with the test values of Fintoc's quickstart, from the product to the confirmation."""

import pytest

from tests.journeys.bank_window import PAYS

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("chile")]

SHOWN_WITHIN_SECONDS = 3  # from Fintoc's final status to the shopper's page


def test_a_mug_is_paid_because_a_signed_webhook_said_so(shopper, demo):
    shopper.places_an_order("Taza de gres")
    shopper.reads("$12.990")

    shopper.pays_in_chile(PAYS)
    paid_at = shopper.sees("Pago recibido. ¡Gracias, Nombre Apellido!")
    shopper.is_at_the_order()
    shopper.reads("····9212")

    (intent,) = demo.simulator.intents_of(shopper.order_number)
    assert (intent["status"], intent["amount"], intent["currency"]) == ("succeeded", 12990, "CLP")
    delay = paid_at - demo.simulator.succeeded_at(intent)
    print(f"shown {delay.total_seconds():.2f} s after it succeeded")
    assert delay.total_seconds() <= SHOWN_WITHIN_SECONDS

    (delivery,) = demo.simulator.deliveries_of(intent, "payment_intent.succeeded")
    assert [attempt["status"] for attempt in delivery["attempts"]] == [200]
    last = demo.records.status_events(shopper.order_number)[-1]
    assert (last["value"], last["cause"]) == ("succeeded", delivery["event"])

    shopper.gets_mail("Pago recibido: pedido", demo.mails_url)
    assert len(shopper.mails(demo.mails_url)) == 1
    shopper.sees_an_empty_cart()
