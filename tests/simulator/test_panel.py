"""The panel's pages beyond the first: what they show and where they lead."""

import pytest

from simulator.panel.advice import ADVICE
from simulator.panel.why import anchor_of, blocks_of
from tests.simulator.panel_pages import buttons, page, pay
from tests.simulator.process import running


@pytest.fixture
def paid(simulator, receiver):
    return pay(simulator, receiver)


def test_a_payment_links_to_the_shops_order(simulator, paid):
    link = 'href="http://localhost:8000/admin/orders/order/?q=CL-7K2M-4QX9"'

    assert link in page(simulator, "/")
    assert link in page(simulator, f"/panel/payment_intents/{paid['id']}")


def test_a_shop_may_say_where_its_orders_are():
    with running("--memory", "--order-url", "http://localhost:8000/orders/{order}/") as simulator:
        simulator.create(metadata={"order": "CL 1/2"})

        assert 'href="http://localhost:8000/orders/CL%201%2F2/"' in page(simulator, "/")


@pytest.mark.parametrize("shop", ["javascript:alert(1)", "", "ftp://example.com"])
def test_what_is_no_address_is_no_link(simulator, shop):
    simulator.create(metadata={"shop": shop, "order": "CL-1"})
    text = page(simulator, "/")

    assert "Order CL-1" in text
    assert 'href="javascript' not in text and "q=CL-1" not in text


def test_a_payment_that_is_open_has_every_button_and_one_that_is_paid_only_lies(simulator, paid):
    open_one = simulator.create()
    before = buttons(page(simulator, f"/panel/payment_intents/{open_one['id']}"))
    after = buttons(page(simulator, f"/panel/payment_intents/{paid['id']}"))

    assert len(before) == 7 + 4 + 2 + 5
    assert {path.rpartition("/")[2].partition(".")[0] for path in after} == {"jump", "lie"}


def test_a_button_of_the_overview_says_what_a_shop_should_do_about_it(simulator):
    simulator.create()
    for language, label in (("en", "Expire"), ("es", "Vencer")):
        advice = ADVICE[language]["expire"][1]
        assert f'title="{advice}">{label}</button>' in page(simulator, "/", lang=language)


def test_a_payment_leads_to_its_events_and_back(simulator, paid):
    (event,) = simulator.call("GET", "/control/events").json()
    assert f"/panel/events/{event['id']}?" in page(
        simulator, f"/panel/payment_intents/{paid['id']}"
    )
    text = page(simulator, f"/panel/events/{event['id']}")

    assert f"/panel/payment_intents/{paid['id']}?" in text
    assert "Fintoc-Signature: t=" in text and "heard" in text
    assert len(buttons(text)) == 10


def test_sessions_and_refunds_have_buttons_that_decide(simulator, paid):
    session = simulator.open_session()
    refund = simulator.refund(paid, amount=500).json()
    assert refund["id"] in page(simulator, f"/panel/payment_intents/{paid['id']}")
    text = page(simulator, "/")
    assert f"/panel/refunds/{refund['id']}/succeed" in text
    assert f"/panel/checkout_sessions/{session['id']}/hold" in text
    simulator.call("POST", f"/panel/refunds/{refund['id']}/succeed", key="")
    simulator.call("POST", f"/panel/checkout_sessions/{session['id']}/hold", key="")

    assert simulator.read_refund(refund)["status"] == "succeeded"
    assert simulator.read_session(session)["status"] == "finished"
    (made, _paid) = simulator.call("GET", "/v1/payment_intents").json()
    assert f"/panel/payment_intents/{made['id']}?" in page(simulator, "/")


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("start", "in_progress"),
        ("succeed", "finished"),
        ("fail", "finished"),
        ("reject", "finished"),
        ("expire", "expired"),
    ],
)
def test_a_sessions_buttons_do_what_they_say(simulator, name, status):
    session = simulator.open_session()
    path = f"/panel/checkout_sessions/{session['id']}/{name}"
    simulator.call("POST", path, data={"reason": "mfa_locked"}, key="")

    assert simulator.read_session(session)["status"] == status


def test_what_is_broken_is_said_on_every_page_and_put_right_with_one_button(simulator):
    simulator.call("POST", "/panel/faults/down", key="")
    for path in ("/", "/panel/faults", "/break-it"):
        assert "is_down = True" in page(simulator, path)
    simulator.call("POST", "/panel/faults/mend", key="")

    assert "is_down" not in page(simulator, "/")
    assert simulator.create()["status"] == "created"


def test_a_button_leads_back_to_the_page_it_is_on_and_to_no_other_site(simulator):
    own = simulator.url + "/panel/faults?lang=en"
    for referer, back in {
        own: "/panel/faults?lang=en",
        "https://shop.example.com/x": "/?lang=es",
        f"{simulator.url}//elsewhere.example.com/": "/elsewhere.example.com/",
    }.items():
        headers = {"Referer": referer}
        answer = simulator.call("POST", "/panel/faults/mend", headers=headers, key="")
        assert (answer.status_code, answer.headers["Location"]) == (303, back)


def test_a_reason_that_is_no_word_is_the_usual_one(simulator):
    intent = simulator.create()
    path = f"/panel/payment_intents/{intent['id']}/fail"
    simulator.call("POST", path, data={"reason": "No such thing!"}, key="")

    assert simulator.retrieve(intent)["error_reason"] == "insufficient_funds"


def test_unknown_buttons_and_things_change_nothing(simulator, paid):
    for path in (
        "faults/explode",
        "events/evt_x/again",
        "refunds/re_x/fail",
        "payment_intents/x/y",
    ):
        assert simulator.call("POST", f"/panel/{path}", key="").status_code == 303
    before = simulator.call("GET", "/control/switches").json()

    assert simulator.call("GET", "/panel/payment_intents/pi_x", key="").status_code == 404
    assert simulator.call("GET", "/panel/events/evt_x", key="").status_code == 404
    assert not before["is_down"] and before["fault"] == "none"
    assert simulator.retrieve(paid)["status"] == "succeeded"


def test_pages_of_elsewhere_press_nothing(simulator):
    headers = {"Origin": "http://localhost:8000"}
    answer = simulator.call("POST", "/panel/faults/down", headers=headers, key="")

    assert answer.status_code == 403
    assert not simulator.call("GET", "/control/switches").json()["is_down"]


def test_the_advice_is_served_with_an_anchor_for_each_heading(simulator):
    text = page(simulator, "/break-it")

    assert '<h3 id="twice-at-once">Twice at once</h3>' in text
    assert "<code>tests/breaking/</code>" in text
    assert "{&quot;told&quot;" in text


def test_the_advice_is_in_the_panels_language_at_the_same_anchors(simulator):
    text = page(simulator, "/break-it", lang="es")

    assert '<article class="prose" lang="es">' in text
    assert '<h3 id="twice-at-once">Dos veces a la vez</h3>' in text
    assert '<a href="#twice-at-once">El mismo webhook llega dos veces a la vez.</a>' in text
    assert 'href="?lang=en"' in text


def test_every_page_of_the_panel_can_be_read_in_the_other_language(simulator, paid):
    for path in ("/", "/panel/faults", f"/panel/payment_intents/{paid['id']}"):
        assert 'href="?lang=es" lang="es" hreflang="es">Español' in page(simulator, path)
        assert 'href="?lang=en" lang="en" hreflang="en">English' in page(simulator, path, lang="es")


def test_nothing_in_the_advice_is_taken_for_html():
    (heading, text, items, code) = blocks_of(
        "## Why <b>\n\na `<i>` **c** [d](#e) [f](g.md)\n\n- one\n- two\n\n```\n<pre>\n```\n"
    )

    assert (heading.kind, heading.html, heading.anchor) == ("h2", "Why &lt;b&gt;", "why-b")
    assert text.html == ('a <code>&lt;i&gt;</code> <strong>c</strong> <a href="#e">d</a> f')
    assert items.items == ("one", "two")
    assert code.html == "&lt;pre&gt;\n"
    assert anchor_of("The script doesn't come") == "the-script-doesnt-come"
