"""Fixtures of the journeys: a demo per country, a browser, a shopper.

No journey uses this process's database: they go over HTTP, or read the demo's own file.
"""

import os

import pytest
from playwright.sync_api import expect

from tests.journeys.chromium import find_chromium, running_chromium
from tests.journeys.demo_process import running_demo
from tests.journeys.merchant_page import MerchantPage
from tests.journeys.shopper import Shopper
from tests.journeys.waiting import STEP_SECONDS

LOCALES = {"cl": "es-CL", "mx": "es-MX"}
expect.set_options(timeout=STEP_SECONDS * 1000)  # its own limit is five seconds


@pytest.fixture(scope="session", autouse=True)
def chromium_path():
    """Without a Chromium there is nothing to run; in CI that is a failure."""
    path = find_chromium()
    if path is None:
        stop = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        stop("there is no Chromium: tests/journeys/install_browser.sh installs one")
    return path


@pytest.fixture(scope="session")
def demo_in_chile(tmp_path_factory):
    with running_demo(country="cl", var=tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture(scope="session")
def demo_in_mexico(tmp_path_factory):
    with running_demo(country="mx", var=tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture(scope="session")
def demo_that_redirects(tmp_path_factory):
    """Chile with PAYMENT_FLOW=redirect."""
    folder = tmp_path_factory.mktemp("redirect")
    with running_demo(country="cl", var=folder, flow="redirect") as demo:
        yield demo


@pytest.fixture(scope="session")
def demo_that_redirects_in_mexico(tmp_path_factory):
    folder = tmp_path_factory.mktemp("redirect")
    with running_demo(country="mx", var=folder, flow="redirect") as demo:
        yield demo


@pytest.fixture
def demo(request):
    """The demo that `shopper` goes to: Chile's, unless the journey (see `shops`) or its module
    names another."""
    return request.getfixturevalue(getattr(request, "param", "demo_in_chile"))


@pytest.fixture(scope="module")
def browser(chromium_path):
    """One per module, since Playwright's event loop would trouble the tests that use the ORM."""
    with running_chromium(chromium_path) as browser:
        yield browser


@pytest.fixture
def shopper(browser, demo):
    """A new visitor. The journey fails on anything unexpected the browser complains about."""
    # Drawn in software, a spinner takes a fifth of a core for as long as the bank does.
    context = browser.new_context(locale=LOCALES[demo.country], reduced_motion="reduce")
    shopper = Shopper(context.new_page(), demo.shop_url, flow=demo.flow)
    yield shopper
    context.close()
    assert shopper.complaints.unexpected == []


@pytest.fixture(scope="module")
def merchant(simulator):
    """A page that is not the shop's, for a module with a `simulator` of its own."""
    merchant = MerchantPage(simulator)
    yield merchant
    merchant.end()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Show with a failure what the shopper saw, and the end of what the demo said."""
    report = yield
    if report.failed and "shopper" in item.funcargs and call.when == "call":
        page = item.funcargs["shopper"].page
        report.sections.append(("shopper's page", f"{page.url}\n{page.inner_text('body')}"))
        report.sections.append(("demo's last lines", item.funcargs["demo"].said[-4000:]))
    return report
