"""A look at every page of the shop, and at every state of a payment, in one language."""

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page

SHOP = [
    "/",
    "/?q=taza",
    "/?q=zzz",
    "/?page=99",
    "/products/taza-de-gres/",
    "/products/manta-de-lana/",
    "/products/tabla-de-madera/",
    "/cart/",
    "/orders/find/?sent=1",
    "/no-such-page/",
    "/demo/emails/",
    "/demo/states/",
]
WITH_A_CART = ["/cart/", "/checkout/"]


def tour(page: Page, shop_url: str, language: str) -> Iterator[str]:
    """Open each page in turn, yielding its address once it is there."""
    for path in SHOP:
        yield opened(page, shop_url, path)
    for path in legal_pages(page, shop_url):
        yield opened(page, shop_url, path)
    yield from with_something_wrong(page, shop_url)
    opened(page, shop_url, "/products/taza-de-gres/")
    submit(page, the_button_to(page, "/cart/add/"))
    for path in WITH_A_CART:
        yield opened(page, shop_url, path)
    submit(page, page.get_by_role("button").first)  # with nothing filled in
    yield "/checkout/ with errors"
    for path in states(page, shop_url, language):
        yield opened(page, shop_url, path)


def with_something_wrong(page: Page, shop_url: str) -> Iterator[str]:
    """What a form answers that cannot be done as asked."""
    opened(page, shop_url, "/products/taza-de-gres/")
    page.locator("#quantity").evaluate("field => field.removeAttribute('max')")
    page.locator("#quantity").fill("5000")
    submit(page, the_button_to(page, "/cart/add/"))
    yield "/cart/add/ refused"
    opened(page, shop_url, "/orders/find/")
    submit(page, the_button_to(page, "/orders/find/"))
    yield "/orders/find/ with errors"


def the_button_to(page: Page, action: str) -> Locator:
    return page.locator(f"form[action='{action}'] button")


def submit(page: Page, button: Locator) -> None:
    with page.expect_navigation():
        button.click()


def opened(page: Page, shop_url: str, path: str) -> str:
    page.goto(f"{shop_url}{path}")
    return path


def legal_pages(page: Page, shop_url: str) -> list[str]:
    """What the foot of every page leads to."""
    opened(page, shop_url, "/")
    links = page.locator("footer a[href^='/']")
    found = links.evaluate_all("links => links.map((link) => link.getAttribute('href'))")
    assert "/pages/terms/" in found
    return found


def states(page: Page, shop_url: str, language: str) -> list[str]:
    """The address of each state's page."""
    opened(page, shop_url, "/demo/states/")
    found = re.findall(rf'href="(/demo/states/{language}/[^"]+)"', page.content())
    assert len(found) > 40
    return found
