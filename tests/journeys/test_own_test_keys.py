"""A developer's own test keys in a file, no tunnel: Fintoc cannot reach us, so we ask it.

A simulator of its own, without a webhook address, stands where Fintoc's test mode would.
"""

import pytest

from tests.journeys.bank_window import PAYS
from tests.journeys.demo_process import running_demo
from tests.journeys.simulator import Simulator
from tests.simulator.process import running

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("own keys")]

# The page asks after 2, 4, 6 and 10 seconds; how fast the machine is comes on top.
CONFIRMED_WITHIN_SECONDS = 10


@pytest.fixture(scope="module")
def fintoc():
    with running("--memory") as process:
        yield process


def keys_in_a_file(fintoc, folder, *, secret_key):
    """What the README tells to put in `.env`, and where this Fintoc is."""
    file = folder / "env"
    file.write_text(
        f"FINTOC_SECRET_KEY={secret_key}\n"
        f"FINTOC_PUBLIC_KEY={fintoc.first_line['public_key']}\n"
        f"FINTOC_API_URL={fintoc.url}\n"
        f"FINTOC_JS_URL={fintoc.url}/js/v1/\n"
        f"FINTOC_HOSTS={fintoc.url}\n"
    )
    return file


@pytest.fixture(scope="module")
def secret_key(request, fintoc):
    """The right one, or what a test asks for."""
    return getattr(request, "param", fintoc.secret_key)


@pytest.fixture(scope="module")
def demo(fintoc, secret_key, tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    env_file = keys_in_a_file(fintoc, folder, secret_key=secret_key)
    with running_demo(country="cl", var=folder, env_file=env_file) as demo:
        yield demo


def test_without_webhooks_the_order_is_confirmed_by_asking(shopper, demo, fintoc):
    assert "your test keys from .env" in demo.said
    shopper.places_an_order()
    # Its question waits until the words before the answer are read.
    shopper.page.route("**/refresh/", lambda _route: None)
    shopper.pays_in_chile(PAYS)
    shopper.sees("Estamos confirmando tu pago")
    shopper.reads("No vuelvas a pagar.")
    shopper.page.unroute("**/refresh/")
    confirmed_at = shopper.sees("Pago recibido")

    seen_by_fintoc = Simulator(fintoc.url)
    (intent,) = seen_by_fintoc.intents_of(shopper.order_number)
    delay = confirmed_at - seen_by_fintoc.succeeded_at(intent)
    print(f"confirmed {delay.total_seconds():.2f} s after it succeeded")
    assert delay.total_seconds() <= CONFIRMED_WITHIN_SECONDS
    assert fintoc.deliveries() == []
    assert demo.records.status_events(shopper.order_number)[-1]["cause"] == "refresh"
    shopper.gets_mail("Pago recibido: pedido", demo.mails_url)


@pytest.mark.parametrize("secret_key", ["sk_test_wrong"], indirect=True)
def test_a_wrong_key_is_a_friendly_page_and_a_sentence_in_the_terminal(shopper, demo):
    shopper.complaints.expect("status of 503")
    shopper.places_an_order()
    with shopper.page.expect_response("**/payments/") as answer:
        shopper.presses_pay()
    assert answer.value.status == 503
    shopper.reads("Ahora no podemos iniciar pagos")
    shopper.reads("No se te cobró")

    shopper.reads("Fintoc rejected the secret key (401). Check it at dashboard → API Keys")
    assert "Fintoc rejected the secret key (401)" in demo.said, demo.said
    assert "sk_test_wrong" not in demo.said
    assert "Traceback" not in demo.said
