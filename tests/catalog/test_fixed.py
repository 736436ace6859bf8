"""Parts of a page that are the same for everybody are written once, and never for somebody."""

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from catalog.models import Product
from catalog.store import store_identity
from catalog.templatetags import fixed

LINKS, ADDRESS = "includes/legal_links.html", "includes/address.html"
CART = "includes/cart_link.html"


@pytest.fixture
def written(monkeypatch):
    """The templates that were written, and not copied."""
    fixed.kept.cache_clear()
    names = []

    def note(name, facts):
        names.append(name)
        return render_to_string(name, facts)

    monkeypatch.setattr("catalog.templatetags.fixed.render_to_string", note)
    yield names
    fixed.kept.cache_clear()


def page(name, *, named="", **context):
    template = Template(f'{{% load fixed %}}{{% fixed "{name}" {named} %}}')
    return template.render(Context({"store": store_identity(), **context}))


def test_a_part_is_written_once(written):
    first = page(LINKS)

    assert page(LINKS) == first
    assert 'href="/pages/terms/"' in first
    assert written == [LINKS]


def test_each_language_has_its_own(written):
    with translation.override("es"):
        assert "Privacidad" in page(LINKS)
    with translation.override("en"):
        assert "Privacy" in page(LINKS)
    with translation.override("es"):
        assert "Privacidad" in page(LINKS)


def test_a_store_that_changed_is_told_at_once(written, settings):
    page(ADDRESS)
    settings.STORE_LEGAL_NAME = "Otra <tienda>"

    assert "Otra &lt;tienda&gt;" in page(ADDRESS)


def test_what_is_named_makes_another_part(written):
    assert [page(CART, named="count=n", n=n).split('"pill">')[1][0] for n in (1, 2, 1)] == [*"121"]
    assert written == [CART, CART]


def test_nothing_else_of_a_page_gets_into_it(written):
    assert "para mí" not in page("includes/messages.html", messages=["para mí"])


def test_each_visitors_token_is_put_into_the_copy(written, make_product):
    shown = "catalog/shown.html"
    named = {"product": make_product().card, "description": "", "pictures": ()}
    names = " ".join(f"{name}={name}" for name in named)

    first, second = (
        page(shown, named=names, csrf_token=token, **named) for token in ("mine", "<theirs>")
    )

    assert 'name="csrfmiddlewaretoken" value="mine"' in first
    assert 'name="csrfmiddlewaretoken" value="&lt;theirs&gt;"' in second
    assert first.replace("mine", "") == second.replace("&lt;theirs&gt;", "")
    assert written == [shown]


def test_a_product_with_enough_of_it_keeps_its_copy_after_a_sale(written, make_product, client):
    mug = make_product(stock=50)
    before = client.get("/products/taza/").content.decode()
    Product.take_stock(product_id=mug.pk, quantity=10)
    after = client.get("/products/taza/").content.decode()

    assert 'max="50"' in before
    assert 'max="40"' in after
    assert written.count("catalog/shown.html") == 1


@pytest.mark.parametrize(("left", "words"), [(0, "Agotado"), (1, "Queda 1"), (3, "Quedan 3")])
def test_one_of_which_little_is_left_says_so_at_once(written, make_product, client, left, words):
    mug = make_product(stock=50)
    assert words not in client.get("/products/taza/").content.decode()
    Product.take_stock(product_id=mug.pk, quantity=50 - left)

    assert words in client.get("/products/taza/").content.decode()
    assert written.count("catalog/shown.html") == 2


def test_the_way_back_is_put_into_the_copy(written):
    footer = "includes/footer.html"
    first, second = (page(footer, page_url=url) for url in ("/cart/", '/?q="><b>&page=2'))

    assert 'name="next" value="/cart/"' in first
    assert 'name="next" value="/?q=&quot;&gt;&lt;b&gt;&amp;page=2"' in second
    assert written == [footer]


def test_whoever_edits_a_template_sees_it_at_once(written, settings):
    settings.DEBUG = True
    page(LINKS)
    page(LINKS)

    assert written == [LINKS, LINKS]
