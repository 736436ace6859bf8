"""How a page reads: sideways scroll, bigger text, wider spacing, broken words, lost signs."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

# What WCAG 1.4.12 lets a reader set.
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"""
BROKEN = """() => {
  const broken = [];
  for (const element of document.querySelectorAll("button, .btn, .pill, .num")) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement.checkVisibility() || node.parentElement.closest(".vh")) continue;
      for (const word of node.data.matchAll(/\\S+/g)) {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top)));
        if (lines.size > 1) broken.push(word[0]);
      }
    }
  }
  return broken;
}"""
WIDER = """() => [...document.querySelectorAll("body *")]
  .filter((each) => each.checkVisibility() && !each.closest(".vh, .skip, pre"))
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => each.outerHTML.slice(0, 80)).slice(0, 3)"""

CUT = """() => [...document.querySelectorAll("#content *")]
  .filter((each) => each.checkVisibility() && !each.closest(".vh, .scroll, .results, pre"))
  .filter((each) => {
    const box = each.closest(".card, .module, .tile");
    return box && each.getBoundingClientRect().right > box.getBoundingClientRect().right + 1;
  })
  .map((each) => each.outerHTML.slice(0, 80)).slice(0, 3)"""
WITHIN = """() => [...document.querySelectorAll(".results, .scroll")]
  .filter((each) => each.scrollWidth > each.clientWidth)
  .map((each) => each.innerText.slice(0, 80))"""
# A pill is told by its ground, which differs from what is behind it.
LOST = """() => {
  const ground = (each) => getComputedStyle(each).backgroundColor;
  const behind = (each) => {
    while (each && /, 0\\)$/.test(ground(each))) each = each.parentElement;
    return each ? ground(each) : "";
  };
  return [...document.querySelectorAll(".pill")]
    .filter((each) => each.checkVisibility() && ground(each) === behind(each.parentElement))
    .map((each) => each.innerText);
}"""


def sticks_out(page: Page) -> list[str]:
    """What makes the page wider than the window: nothing, for a page that reads well."""
    if page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth"):
        return []
    return page.evaluate(WIDER) or ["something"]


def broken_words(page: Page) -> list[str]:
    """Words on two lines inside a button, a pill, a price or an order's number."""
    return page.evaluate(BROKEN)


def cut_off(page: Page) -> list[str]:
    """What reaches out of its card, and may be hidden there."""
    return page.evaluate(CUT)


def scrolls_within(page: Page) -> list[str]:
    """Lists that are wider than their box: half of each row is out of sight."""
    return page.evaluate(WITHIN)


def lost_signs(page: Page) -> list[str]:
    """Pills that have the color of what they stand on."""
    return page.evaluate(LOST)


@contextmanager
def with_text_twice_as_big(page: Page) -> Iterator[None]:
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    yield
    page.evaluate("document.documentElement.style.fontSize = ''")


@contextmanager
def with_wide_spacing(page: Page) -> Iterator[None]:
    page.evaluate(
        """(rules) => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(rules);
          document.adoptedStyleSheets = [sheet];
        }""",
        SPACED,
    )
    yield
    page.evaluate("document.adoptedStyleSheets = []")
