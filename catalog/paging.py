"""Pages of a list, without counting what is in it: that would take a statement of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from catalog.models import Card, Product

PRODUCTS_A_PAGE = 24


@dataclass(frozen=True)
class ProductPage:
    """Some of the shelf, and where there is more; an address is "" where there is not."""

    cards: tuple[Card, ...]
    number: int
    newer: str
    older: str


def page_of(*, words: Sequence[str], number: int, asked: Mapping[str, str]) -> ProductPage:
    """The page of this number, from 1, of products with these words. `asked` stays in the addresses
    of the others.

    It is read with one product more than it shows, which says whether there is another page.
    """
    first = (number - 1) * PRODUCTS_A_PAGE
    found = Product.on_shelf(words=words, first=first, number=PRODUCTS_A_PAGE + 1)
    return ProductPage(
        cards=tuple(product.card for product in found[:PRODUCTS_A_PAGE]),
        number=number,
        newer=_address(number - 1, asked) if number > 1 else "",
        older=_address(number + 1, asked) if len(found) > PRODUCTS_A_PAGE else "",
    )


def _address(number: int, asked: Mapping[str, str]) -> str:
    query = {**asked, **({"page": str(number)} if number > 1 else {})}
    return f"?{urlencode(query)}" if query else "."


def page_number(text: str) -> int:
    """The number in an address; 1 for whatever is none."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= 4 else 1
