import pytest
from django.urls import reverse


@pytest.fixture
def page(client):
    def get(slug="taza", **headers):
        return client.get(reverse("catalog:product", args=[slug]), headers=headers)

    return get


def test_the_page_describes_the_product_and_offers_it(make_product, page):
    make_product()

    html = page().content.decode()

    assert "<h1>Taza de gres</h1>" in html
    assert "Hecha a mano." in html
    assert "$12.990" in html
    assert 'name="product" value="taza"' in html


def test_no_more_can_be_asked_for_than_is_left(make_product, page):
    make_product(stock=5)

    assert 'min="1" max="5"' in page().content.decode()


def test_a_sold_out_product_cannot_be_added(make_product, page):
    make_product(stock=0)

    html = page().content.decode()

    assert "Agotado" in html
    assert 'name="quantity"' not in html


def test_the_page_speaks_english_to_an_english_browser(make_product, page):
    make_product()

    assert "<h1>Stoneware mug</h1>" in page(accept_language="en").content.decode()


def test_what_a_merchant_writes_is_text_and_never_markup(make_product, page):
    make_product(name_es="<b>Taza</b>", description_es='"><script>alert(1)</script>')

    html = page().content.decode()

    assert "&lt;b&gt;Taza&lt;/b&gt;" in html
    assert "<script" not in html


@pytest.mark.parametrize(
    "facts", [{"slug": "otra"}, {"is_active": False}, {"currency": "MXN"}], ids=str
)
def test_what_is_not_on_sale_here_is_not_found(make_product, page, facts):
    make_product(**facts)

    response = page()

    assert response.status_code == 404
    assert "No encontramos esta página" in response.content.decode()


def test_the_not_found_page_speaks_english_too(page, db):
    response = page(accept_language="en")

    assert response.status_code == 404
    html = response.content.decode()
    assert '<html lang="en">' in html
    assert "We can't find this page" in html


def test_the_page_takes_one_query(make_product, page, django_assert_max_num_queries):
    make_product()

    with django_assert_max_num_queries(1):
        page()


def test_the_page_is_only_read(make_product, client):
    make_product()

    assert client.head("/products/taza/").status_code == 200
    assert client.post("/products/taza/").status_code == 405
