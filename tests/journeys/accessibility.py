"""What axe-core finds wrong with a page: WCAG 2.0 to 2.2, A and AA, and its best practices."""

from importlib.resources import files

from playwright.sync_api import Frame, Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
RUN = "axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations)"


def violations(page: Page | Frame) -> list[str]:
    """One line each: the rule, and the elements that break it."""
    page.evaluate(AXE)
    found = page.evaluate(RUN)
    return [f"{each['id']}: {[node['html'] for node in each['nodes']]}" for each in found]


def scrolls_sideways(page: Page | Frame) -> bool:
    return page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth")
