"""Simple search: words, in either language, with or without accents."""

import pytest

from catalog.models import Product
from catalog.search import WORDS_AT_MOST, words_of


@pytest.fixture
def found(make_product, client):
    make_product(
        slug="cafe",
        name_es="Café en grano",
        name_en="Coffee beans",
        description_es="",
        description_en="",
    )
    make_product(slug="taza")

    def look(query, **more):
        html = client.get("/", {"q": query, **more}).content.decode()
        return [slug for slug in ("cafe", "taza") if f"/products/{slug}/" in html], html

    return look


@pytest.mark.parametrize("query", ["café", "cafe", "CAFÉ", "  grano  CAFE ", "coffee", "bean"])
def test_words_are_found_without_regard_to_accents_or_capitals(found, query):
    assert found(query)[0] == ["cafe"]


@pytest.mark.parametrize("query", ["hecha", "hand"])
def test_descriptions_are_searched_too(found, query):
    assert found(query)[0] == ["taza"]


@pytest.mark.parametrize("query", ["", "   "])
def test_nothing_looked_for_is_everything(found, query):
    assert found(query)[0] == ["cafe", "taza"]


@pytest.mark.parametrize("query", ["cafe taza", "%", "_", "\x00", "<script>", "x" * 5000])
def test_what_is_not_there_is_said_and_leads_back(found, query):
    slugs, html = found(query)

    assert slugs == [] or query == "\x00"
    assert "<script>alert" not in html
    if slugs == []:
        assert "No encontramos nada con" in html
        assert "Ver todos los productos" in html


@pytest.mark.parametrize("name", ["100% lana", "a_b", r"c\d"])
def test_signs_that_databases_read_as_patterns_are_found_as_they_are(make_product, client, name):
    make_product(slug="it", name_es=name)
    make_product(slug="taza", name_es="100 acb cxd lana")

    html = client.get("/", {"q": name}).content.decode()

    assert "/products/it/" in html
    assert "/products/taza/" not in html


def test_what_was_looked_for_stays_in_the_field(found):
    assert 'value="taza &lt;b&gt;"' in found("taza <b>")[1]


def test_only_so_many_words_are_looked_for():
    assert len(words_of("a " * 50)) == WORDS_AT_MOST


def test_an_edited_product_is_found_by_its_new_words(make_product, client):
    product = make_product()
    Product.stock_shelf(slug="taza", currency="CLP", stock=1, name_es="Jarrón")

    assert f"/products/{product.slug}/" in client.get("/?q=jarron").content.decode()
    assert f"/products/{product.slug}/" not in client.get("/?q=gres").content.decode()


def test_search_takes_no_more_queries(make_product, client, django_assert_num_queries):
    make_product()

    with django_assert_num_queries(1):
        client.get("/?q=taza+gres")
