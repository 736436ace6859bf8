"""A long shelf, page by page."""

import pytest

from catalog.paging import PRODUCTS_A_PAGE


@pytest.fixture
def shelf(make_product):
    """One product more than a page shows."""
    for number in range(PRODUCTS_A_PAGE + 1):
        make_product(slug=f"taza-{number}", position=number)


def slugs(client, address):
    html = client.get(address).content.decode()
    numbers = range(PRODUCTS_A_PAGE + 1)
    return [number for number in numbers if f'"/products/taza-{number}/"' in html], html


def test_the_first_page_leads_to_the_second_and_back(shelf, client):
    first, html = slugs(client, "/")
    assert first == list(range(PRODUCTS_A_PAGE))
    assert 'rel="next" href="?page=2"' in html
    assert "Anterior" not in html

    second, html = slugs(client, "/?page=2")
    assert second == [PRODUCTS_A_PAGE]
    assert 'rel="prev" href="."' in html
    assert "Siguiente" not in html


def test_what_was_looked_for_stays_on_every_page(shelf, client):
    assert 'href="?q=taza&amp;page=2"' in slugs(client, "/?q=taza")[1]
    assert 'href="?q=taza"' in slugs(client, "/?q=taza&page=2")[1]


@pytest.mark.parametrize("number", ["0", "-1", "x", "", "1e9", "99999999999", "²"])
def test_a_number_that_is_none_is_the_first_page(shelf, client, number):
    assert len(slugs(client, f"/?page={number}")[0]) == PRODUCTS_A_PAGE


def test_a_page_beyond_the_last_leads_back(shelf, client):
    found, html = slugs(client, "/?page=9")

    assert found == []
    assert 'href="/"' in html


def test_one_page_has_no_turning(make_product, client):
    make_product()

    assert "Siguiente" not in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["/", "/?page=2"])
def test_a_page_takes_one_query(shelf, client, django_assert_num_queries, address):
    with django_assert_num_queries(1):
        client.get(address)
