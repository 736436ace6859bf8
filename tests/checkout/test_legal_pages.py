"""Terms, returns, privacy and contact: who sells, in which version, and in every language."""

import hashlib
from pathlib import Path

import pytest

from orders.models import Order
from orders.terms import TERMS_VERSION

PAGES = ["terms", "returns", "privacy", "contact"]
# Each version beside the text it had, so that no text changes without a version of its own.
TEXTS = {"2026-11-23": "597ad94ee7a79eb7687926313ce71a3f683e0387517a62ba39374164eaf86ce7"}


@pytest.fixture
def identity(settings):
    settings.STORE_LEGAL_NAME = "Tienda de ejemplo SpA"
    settings.STORE_TAX_ID = "11111111-1"
    settings.STORE_ADDRESS = "Calle de ejemplo 123"
    settings.STORE_PHONE = "+56 2 0000 0000"


@pytest.mark.parametrize("name", ["terms", "privacy", "contact"])
def test_a_page_says_who_sells_and_how_to_reach_them(name, identity, page):
    article = page(f"/pages/{name}/").partition("<article")[2].partition("</article>")[0]

    for fact in ("Tienda de ejemplo SpA", "11111111-1", "Calle de ejemplo 123", "hola@example.com"):
        assert fact in article


@pytest.mark.parametrize("name", ["terms", "returns", "privacy"])
def test_a_text_of_law_has_a_version_and_says_that_a_lawyer_should_read_it(name, page):
    html = page(f"/pages/{name}/")

    assert TERMS_VERSION in html
    assert "pide que lo lea un abogado" in html


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_linked_from_every_page(name, page):
    for address in ("/", "/pages/contact/"):
        assert f'href="/pages/{name}/"' in page(address)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("terms", "Terms and conditions"),
        ("returns", "Exchanges, returns and withdrawal"),
        ("privacy", "Privacy"),
        ("contact", "Contact"),
    ],
)
def test_the_pages_speak_english(name, words, page):
    html = page(f"/pages/{name}/", accept_language="en")

    assert f"<h1>{words}</h1>" in html
    article = html.partition("<article")[2].partition("</article>")[0]
    assert "pedido" not in article and "compra" not in article


def test_chile_has_its_right_to_withdraw_and_mexico_its_own_words(settings, page):
    assert "hasta 10 días después de recibir" in page("/pages/returns/")
    assert "SERNAC" in page("/pages/terms/")

    settings.STORE_COUNTRY = "mx"

    assert "retracto: 10" not in page("/pages/returns/")
    assert "Profeco" in page("/pages/terms/")
    assert "ARCO" in page("/pages/privacy/")


@pytest.mark.parametrize("name", PAGES)
def test_they_are_only_read(name, client):
    assert client.post(f"/pages/{name}/").status_code == 405


def test_no_text_changes_without_another_version():
    folder = Path("templates/pages/legal")
    texts = [(folder / f"{name}.html").read_bytes() for name in ("terms", "returns", "privacy")]

    assert hashlib.sha256(b"".join(texts)).hexdigest() == TEXTS[TERMS_VERSION]


def test_an_order_keeps_the_version_its_shopper_accepted(fill_cart, give_details):
    fill_cart()
    give_details()

    assert Order.objects.get().terms_version == TERMS_VERSION
