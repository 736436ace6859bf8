"""A look at every page of the shop, and at every state of a payment, in one language."""

import re
from collections.abc import Iterator

from playwright.sync_api import Page

SHOP = [
    "/",
    "/?q=zzz",
    "/products/taza-de-gres/",
    "/products/tabla-de-madera/",
    "/cart/",
    "/orders/find/",
    "/pages/terms/",
    "/pages/returns/",
    "/pages/privacy/",
    "/pages/contact/",
    "/no-such-page/",
    "/demo/emails/",
    "/demo/states/",
]
WITH_A_CART = ["/cart/", "/checkout/"]


def tour(page: Page, shop_url: str, language: str) -> Iterator[str]:
    """Open each page in turn, yielding its address once it is there."""
    for path in SHOP:
        yield opened(page, shop_url, path)
    page.goto(f"{shop_url}/products/taza-de-gres/")
    page.locator("form[action='/cart/add/'] button").click()
    for path in WITH_A_CART:
        yield opened(page, shop_url, path)
    page.get_by_role("button").first.click()  # with nothing filled in
    page.wait_for_load_state()
    yield "/checkout/ with errors"
    for path in states(page, shop_url, language):
        yield opened(page, shop_url, path)


def opened(page: Page, shop_url: str, path: str) -> str:
    page.goto(f"{shop_url}{path}")
    return path


def states(page: Page, shop_url: str, language: str) -> list[str]:
    """The address of each state's page."""
    page.goto(f"{shop_url}/demo/states/")
    found = re.findall(rf'href="(/demo/states/{language}/[^"]+)"', page.content())
    assert len(found) > 40
    return found
