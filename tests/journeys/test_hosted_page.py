"""The page of a checkout session in a real browser, up to the shop's own address."""

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import scrolls_sideways, violations
from tests.journeys.bank_window import PAYS
from tests.simulator.process import running

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("window")]


@pytest.fixture(scope="module")
def simulator():
    with running("--memory", "--speed", "10") as simulator:
        yield simulator


@pytest.fixture
def session(simulator, merchant):
    """The merchant's page stands at the end, whatever that says."""
    merchant.files["/paid"] = merchant.files["/back"] = ("text/html", "<h1>The shop</h1>")
    return simulator.open_session(
        success_url=f"{merchant.url}paid", cancel_url=f"{merchant.url}back"
    )


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def page(request, browser):
    context = browser.new_context(
        locale="es-CL", java_script_enabled=request.param, viewport={"width": 320, "height": 640}
    )
    yield context.new_page()
    context.close()


def logs_in(page):
    page.get_by_role("button", name="Pagar con mi banco").click()
    page.get_by_role("button", name="Banco de prueba A").click()
    page.get_by_label("RUT").fill("41614850-3")
    page.get_by_label("Contraseña").fill("jonsnow")
    page.get_by_role("button", name="Continuar").click()


def test_it_pays_and_returns_to_the_shop(session, page):
    page.goto(session["redirect_url"])
    logs_in(page)
    page.locator(f"#account-{PAYS}").check()
    page.get_by_role("button", name="Pagar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pago realizado")
    page.get_by_role("link", name="Volver a la tienda").click()

    page.wait_for_url(session["success_url"])


def test_it_can_be_left_at_any_step(session, page):
    page.goto(session["redirect_url"])
    logs_in(page)
    page.get_by_role("link", name="Cerrar").click()

    page.wait_for_url(session["cancel_url"])


@pytest.mark.parametrize("outcome", ["fail", "hold"])
@pytest.mark.parametrize(("scheme", "language"), [("light", "es"), ("dark", "en")])
def test_everyone_can_use_it(browser, simulator, session, scheme, language, outcome):
    viewport = {"width": 320, "height": 640}
    context = browser.new_context(color_scheme=scheme, viewport=viewport, locale=language)
    page = context.new_page()
    steps = [
        lambda: page.goto(session["redirect_url"]),
        page.locator("button.main").click,
        page.locator("button.bank").first.click,
        fills_in_the_login(page),
        lambda: simulator.act(session, outcome),
        page.locator("button.main").click,  # which leads to how it ended
    ]
    for step in steps:
        step()
        is_fine(page)
    expect(page.locator("[data-status]")).to_have_count(1)
    page.goto(session["redirect_url"])  # it is over
    is_fine(page)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_that_it_expired(browser, simulator, session, scheme):
    simulator.act(session, "expire")
    page = browser.new_page(color_scheme=scheme, viewport={"width": 320, "height": 640})
    page.goto(session["redirect_url"])

    is_fine(page)
    page.close()


def fills_in_the_login(page):
    def fill():
        page.locator("[data-fill]").click()
        page.locator("button.main").click()

    return fill


def is_fine(page):
    page.wait_for_load_state()
    assert violations(page) == []
    assert not scrolls_sideways(page)
