"""Every page of the panel: what axe-core finds, a narrow screen, both languages and schemes."""

import pytest
from playwright.sync_api import expect

from simulator.outcome_names import OUTCOMES as OUTCOME_NAMES
from tests.journeys.accessibility import scrolls_sideways, violations
from tests.simulator.process import running

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("window")]


def is_fine(page):
    """Nothing is wrong with this page for anybody."""
    page.wait_for_load_state()
    assert violations(page) == []
    assert not scrolls_sideways(page)


@pytest.fixture(params=[("light", 320, "es"), ("dark", 320, "en"), ("dark", 1280, "es")], ids=str)
def any_page(request, browser):
    """A narrow or a wide one, in either scheme and language."""
    scheme, width, language = request.param
    viewport = {"width": width, "height": 900}
    context = browser.new_context(viewport=viewport, color_scheme=scheme, locale=language)
    yield context.new_page()
    context.close()


def test_the_panel_is_for_everyone(any_page):
    with running("--memory", "--webhook-url", "http://127.0.0.1:9/") as simulator:
        any_page.goto(simulator.url)  # with nothing there
        is_fine(any_page)
        addresses = everything_there_is(simulator)
        for path in ("/", *addresses, "/panel/faults", "/break-it"):
            any_page.goto(simulator.url + path)
            is_fine(any_page)


def everything_there_is(simulator):
    """Something of each kind, in each status; the addresses of all of it."""
    intents = [simulator.create(metadata={"shop": "http://localhost", "order": "CL-1"})]
    intents += [simulator.create() for _outcome in OUTCOME_NAMES]
    for intent, outcome in zip(intents[1:], OUTCOME_NAMES, strict=True):
        simulator.decide(intent, outcome)
    paid = intents[1]
    for outcome in ("proceed", "succeed", "fail", "cancel"):
        simulator.decide_refund(simulator.refund(paid, amount=100).json(), outcome)
    simulator.refund(paid, amount=100)
    sessions = [simulator.open_session() for _name in range(4)]
    for session, name in zip(sessions[1:], ("start", "succeed", "expire"), strict=True):
        simulator.act(session, name)
    simulator.decide(simulator.create(), "hold", told="dropped")
    simulator.switch(is_down=True)
    told = simulator.call("GET", "/control/events").json()
    events = {event["type"]: event for event in told}.values()
    return [
        *(f"/panel/payment_intents/{intent['id']}" for intent in intents),
        *(f"/panel/checkout_sessions/{session['id']}" for session in sessions),
        *(f"/panel/events/{event['id']}" for event in events),
    ]


def test_the_panel_is_usable_with_the_keyboard_and_follows_what_happens(browser):
    page = browser.new_context(locale="en-US").new_page()
    with running("--memory") as simulator:
        intent = simulator.create()
        page.goto(f"{simulator.url}/panel/payment_intents/{intent['id']}")
        page.get_by_role("button", name="Hold as pending").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".status").first).to_have_text("pending")
        simulator.decide(intent, "resolve")

        expect(page.locator(".status").first).to_have_text("succeeded")
    page.context.close()
