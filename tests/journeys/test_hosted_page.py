"""The page of a checkout session in a real browser, up to the shop's own address."""

import pytest

from tests.journeys.accessibility import scrolls_sideways, violations
from tests.journeys.bank_window import PAYS
from tests.journeys.hosted_page import HostedPage
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
    hosted = HostedPage(page)
    # Where it soon goes by itself is not there yet.
    page.route(session["success_url"], lambda _route: None)
    hosted.pays_all_the_way(PAYS)
    hosted.is_at("Pago realizado")
    page.unroute(session["success_url"])
    hosted.returns()

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
    page.goto(session["redirect_url"])
    is_fine(page, "button.main")
    page.locator("button.main").click()
    is_fine(page, "button.bank")
    page.locator("button.bank").first.click()
    is_fine(page, "#rut")
    page.locator("[data-fill]").click()
    page.locator("button.main").click()
    is_fine(page, f"#account-{PAYS}")
    simulator.act(session, outcome)
    page.locator("button.main").click()  # which leads to how it ended
    is_fine(page, "[data-status]")
    page.goto(session["redirect_url"])
    is_fine(page, ".outcome")  # it is over
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_that_it_expired(browser, simulator, session, scheme):
    simulator.act(session, "expire")
    page = browser.new_page(color_scheme=scheme, viewport={"width": 320, "height": 640})
    page.goto(session["redirect_url"])

    is_fine(page, ".outcome")
    page.close()


def is_fine(page, selector):
    """The page that has this on it has nothing wrong."""
    page.locator(selector).first.wait_for()
    page.wait_for_load_state()
    assert violations(page) == []
    assert not scrolls_sideways(page)
