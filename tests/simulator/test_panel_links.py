"""The panel's links: from anything to what it is about, to its order, and to where it was told."""

import re

import pytest

from simulator.outcome_names import OUTCOMES
from tests.journeys.waiting import eventually
from tests.simulator.panel_pages import ORDER, buttons, page, pay


@pytest.fixture
def paid(simulator, receiver):
    return pay(simulator, receiver)


def test_a_session_leads_to_its_page_its_payment_its_order_and_its_events(simulator, receiver):
    session = simulator.open_session(metadata=ORDER)
    address = f"/panel/checkout_sessions/{session['id']}"
    assert f"{address}?" in page(simulator, "/")
    text = page(simulator, address)
    names = {path.rpartition("/")[2] for path in buttons(text)}
    assert names == {"start", *OUTCOMES, "jump"} - {"resolve"}
    assert text.count(">Why?</a>") == len(names)
    assert f'href="{session["redirect_url"]}"' in text and "q=CL-7K2M-4QX9" in text

    simulator.act(session, "succeed")
    receiver.wait_for(2)
    text = page(simulator, address)
    (intent,) = simulator.call("GET", "/v1/payment_intents").json()
    assert buttons(text) == []
    assert f"/panel/payment_intents/{intent['id']}?" in text
    assert "payment_intent.succeeded" in text and "checkout_session.finished" in text
    assert f"{address}?" in page(simulator, f"/panel/payment_intents/{intent['id']}")


def test_every_event_leads_to_a_page_that_is_there_and_to_the_order(simulator, paid, receiver):
    simulator.refund(paid, amount=500)
    (refund,) = simulator.call("GET", "/v1/refunds").json()
    simulator.decide_refund(refund, "succeed")
    simulator.act(simulator.open_session(metadata=ORDER), "expire")
    simulator.call("POST", f"/control/payment_intents/{paid['id']}/lies/unknown_intent")
    for told in simulator.call("GET", "/control/events").json():
        text = page(simulator, f"/panel/events/{told['id']}")
        (subject,) = re.findall(rf'href="([^"]+)"><code>{told["data"]["id"]}', text)
        assert simulator.call("GET", subject, key="").status_code == 200
        assert (told["type"] == "refund.succeeded") or "q=CL-7K2M-4QX9" in text

    links = re.findall(r'href="(/panel/[^"]+)"', page(simulator, "/"))
    assert [simulator.call("GET", link, key="").status_code for link in links] == [200] * len(links)


def test_a_payment_tells_of_its_refunds_too(simulator, paid, receiver):
    refund = simulator.refund(paid, amount=500).json()
    simulator.decide_refund(refund, "succeed")

    assert "refund.succeeded" in page(simulator, f"/panel/payment_intents/{paid['id']}")


def test_endpoints_are_kept_current_and_deliveries_lead_to_them(simulator, paid):
    (endpoint,) = simulator.call("GET", "/v1/webhook_endpoints").json()
    (event,) = simulator.call("GET", "/control/events").json()
    _before, live = page(simulator, "/").split('<div id="live">')

    assert f'id="{endpoint["id"]}"' in live.partition('action="/panel/reset')[0]
    assert f'href="/?lang=en#{endpoint["id"]}"' in page(simulator, f"/panel/events/{event['id']}")


def test_a_delivery_says_what_was_answered_and_how_often_it_was_tried(simulator, receiver):
    receiver.answers = [503, 503, 200]
    simulator.decide(simulator.create(), "succeed")

    eventually(
        lambda: "delivered · 200 · 3 attempts" in " ".join(page(simulator, "/").split()),
        within=10,
        what="a delivery at the third attempt",
    )
