"""Every page of the window: what axe-core finds, a narrow screen, both languages and themes."""

import pytest

from tests.journeys.accessibility import scrolls_sideways, violations
from tests.journeys.bank_window import ASKS_FOR_CARD, PAYS, PHONE, RUT, BankWindow
from tests.simulator.process import running

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("window")]


@pytest.fixture(scope="module")
def simulator():
    """Its app and its bank answer late: no page leads on by itself while it is looked at."""
    with running("--memory", "--speed", "0.01") as simulator:
        yield simulator


@pytest.fixture(params=[("es", "light", 320), ("en", "dark", 1280)], ids=["es-320", "en-1280-dark"])
def opens(request, browser, merchant):
    lang, scheme, width = request.param
    viewport = {"width": width, "height": 640}
    context = browser.new_context(viewport=viewport, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    yield lambda intent, **changed: merchant.opens(page, intent, lang=lang, **changed)
    context.close()


def is_fine(window: BankWindow, selector: str) -> None:
    """The page that has this on it has nothing wrong."""
    window.frame.locator(selector).first.wait_for()
    window.document.wait_for_load_state()  # and with it the styles
    assert violations(window.document) == []
    assert not scrolls_sideways(window.document)


def goes_on(window: BankWindow) -> None:
    window.frame.locator("button.main").click()


def logs_in(window: BankWindow) -> None:
    """In any language."""
    window.frame.locator("button.bank").first.click()
    window.frame.locator("[data-fill]").click()
    goes_on(window)


def test_the_checker_finds_what_is_wrong(browser):
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.set_content("<input><p style='width: 900px'>Too wide")

    assert any(found.startswith("label:") for found in violations(page))
    assert scrolls_sideways(page)
    page.close()


def test_the_steps_in_chile(simulator, opens):
    window = opens(simulator.create())
    is_fine(window, "button.bank")
    window.frame.locator("button.bank").first.click()
    is_fine(window, "#rut")
    window.frame.locator("#rut").fill(RUT)
    window.frame.locator("#password").fill("wrong")
    goes_on(window)
    is_fine(window, "#password[aria-invalid]")
    window.frame.locator("[data-fill]").click()
    goes_on(window)
    is_fine(window, "#account-900000001")
    window.frame.locator(f"#account-{ASKS_FOR_CARD}").check()
    goes_on(window)
    is_fine(window, "#code-3")


@pytest.mark.parametrize("amount", [12902, 12904, 12906], ids=["app", "sms", "unknown"])
def test_the_new_payee(simulator, opens, amount):
    window = opens(simulator.create(amount=amount))
    logs_in(window)

    is_fine(window, "[name=refuse]")


def test_how_a_payment_ends(simulator, opens):
    intent = simulator.create()
    window = opens(intent)
    logs_in(window)
    window.frame.locator(f"#account-{PAYS}").check()
    goes_on(window)
    is_fine(window, "[data-status=in_progress]")

    ends = {"require_action": "requires_action", "hold": "pending", "fail": "failed"}
    for outcome, status in ends.items():
        simulator.decide(intent, outcome)
        is_fine(window, f"[data-status={status}]")


def test_the_phone_in_mexico(simulator, opens):
    window = opens(simulator.create(currency="MXN", amount=24900))
    window.frame.locator("button.bank").first.click()
    window.frame.locator("#phone").fill(PHONE[:3])
    window.frame.locator("summary").click()
    is_fine(window, "#account-900000002")
    goes_on(window)
    is_fine(window, "#phone[aria-invalid]")


def test_what_is_wrong_with_the_options(simulator, opens):
    is_fine(opens(simulator.create(), country="ar"), "[data-problem]")


def test_every_step_can_be_done_with_the_keyboard(simulator, opens):
    window = opens(simulator.create())
    window.frame.locator("button.bank").first.press("Enter")
    window.frame.locator("#rut").fill(RUT)
    window.frame.locator("#password").fill("jonsnow")
    window.frame.locator("#password").press("Enter")
    first = window.frame.locator(f"#account-{PAYS}")
    first.press("ArrowDown")  # the next account, which asks for a code
    window.frame.locator("button.main").press("Enter")
    window.frame.locator("#code-1").fill("000000")
    window.frame.locator("#code-1").press("Enter")

    window.frame.locator("[data-status=in_progress]").wait_for()
