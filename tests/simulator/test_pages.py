import re

import pytest

from tests.simulator.widget_pages import Shopper

SAYS_SO = {"es": "no es un banco", "en": "not a bank"}


def pages(simulator, lang):
    """Every page there is: the panel, an address that leads nowhere, the widget's steps."""
    yield simulator.call("GET", f"/?lang={lang}", key="").text
    yield simulator.call("GET", f"/nothing?lang={lang}", key="").text
    for currency, country in (("CLP", "cl"), ("MXN", "mx")):
        intent = simulator.create(currency=currency)
        shopper = Shopper(simulator, intent, country=country, lang=lang)
        yield shopper.text
        yield shopper.post(institution=f"{country}_banco_de_prueba_a").text
        if country == "cl":
            yield shopper.post(rut="41614850-3", password="jonsnow").text
            yield shopper.post(account="813990168").text
            yield shopper.post(code="000000").text
        for outcome in ("require_action", "hold", "fail", "succeed"):
            simulator.decide(intent, outcome)
            yield shopper.go(shopper.path).text
    yield simulator.call("GET", f"/panel/payment_intents/{intent['id']}?lang={lang}", key="").text
    (event, *_) = simulator.call("GET", "/control/events").json()
    yield simulator.call("GET", f"/panel/events/{event['id']}?lang={lang}", key="").text
    yield simulator.call("GET", f"/panel/faults?lang={lang}", key="").text
    yield simulator.call("GET", f"/break-it?lang={lang}", key="").text
    new_payee = simulator.create(amount=12901)
    yield Shopper(simulator, new_payee, lang=lang).at_the_accounts().text
    yield Shopper(simulator, new_payee, country="ar", lang=lang).text


@pytest.mark.parametrize("lang", ["es", "en"])
def test_every_page_says_that_it_is_a_simulator(simulator, lang):
    shown = list(pages(simulator, lang))

    assert len(shown) == 23
    for page in shown:
        assert re.search(rf'<p class="banner">Simula[^<]*{SAYS_SO[lang]}', page), page
        assert f'<html lang="{lang}">' in page
        assert "<h1" in page


def test_the_panel_lists_payments_with_their_buttons_and_deliveries(simulator, receiver):
    paid = simulator.create(metadata={"order": "CL-7K2M-4QX9"})
    simulator.decide(paid, "succeed")
    receiver.wait_for(1)
    open_one = simulator.create(amount=102900, currency="MXN", metadata={"order": "<script>"})
    page = simulator.call("GET", "/?lang=en", key="").text

    assert page.index(open_one["id"]) < page.index(paid["id"])
    assert "CL-7K2M-4QX9" in page and "$2.476 CLP" in page and "$1,029.00 MXN" in page
    assert "&lt;script&gt;" in page
    assert "payment_intent.succeeded" in page
    assert simulator.secret_key in page and simulator.webhook_secret in page
    for outcome in ("succeed", "fail", "reject", "hold", "expire"):
        assert f"/panel/payment_intents/{open_one['id']}/{outcome}?" in page
        assert f"/panel/payment_intents/{paid['id']}/{outcome}?" not in page


def test_the_panel_s_buttons_decide(simulator):
    intent = simulator.create()
    path = f"/panel/payment_intents/{intent['id']}"
    answer = simulator.call("POST", f"{path}/fail", data={"reason": "mfa_locked"})

    assert (answer.status_code, answer.headers["Location"][:2]) == (303, "/?")
    assert simulator.retrieve(intent)["error_reason"] == "mfa_locked"
    assert simulator.call("POST", f"{path}/hold").status_code == 303  # too late, and nothing breaks
    assert simulator.retrieve(intent)["status"] == "failed"


def test_only_the_widget_may_be_framed(simulator):
    panel = simulator.call("GET", "/", key="")
    widget = Shopper(simulator, simulator.create()).page

    assert "frame-ancestors 'none'" in panel.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in widget.headers["Content-Security-Policy"]


def test_the_script_is_for_every_origin_and_never_cached(simulator):
    answer = simulator.call("GET", "/js/v1/", key="")

    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "window.Fintoc" in answer.text


@pytest.mark.parametrize(
    "name", ["simulator.css", "widget.css", "widget.js", "telling.js", "panel.js", "icon.svg"]
)
def test_its_own_files_are_there(simulator, name):
    assert simulator.call("GET", f"/static/simulator/{name}", key="").status_code == 200


def test_no_other_file_is_served(simulator):
    assert simulator.call("GET", "/static/../settings.py", key="").status_code == 404
    assert simulator.call("GET", "/static/%2e%2e/settings.py", key="").status_code == 400
