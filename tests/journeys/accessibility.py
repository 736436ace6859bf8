"""What axe-core finds wrong with a page: WCAG 2.0 to 2.2, A and AA, and its best practices."""

from collections.abc import Sequence
from importlib.resources import files

from playwright.sync_api import Frame, Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
RUN = """(rules) => axe.run(document, {
  resultTypes: ["violations"],
  ...(rules.length ? { runOnly: { type: "rule", values: rules } } : {}),
}).then(({ violations }) => violations)"""
# The only rules that read colors: what a page in its other scheme can break and the first did not.
OF_COLORS = ("color-contrast", "link-in-text-block")


def violations(page: Page | Frame, only: Sequence[str] = ()) -> list[str]:
    """One line each: the rule, and the elements that break it. Every rule, or `only` some."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate(RUN, list(only))
    return [f"{each['id']}: {[node['html'] for node in each['nodes']]}" for each in found]


def scrolls_sideways(page: Page | Frame) -> bool:
    return page.evaluate("document.scrollingElement.scrollWidth > window.innerWidth")
