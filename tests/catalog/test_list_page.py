import pytest
from django.urls import reverse


@pytest.fixture
def page(client):
    def get(**headers):
        return client.get(reverse("catalog:list"), headers=headers)

    return get


def test_the_list_shows_each_product_with_its_price_and_picture(make_product, page):
    make_product()

    html = page().content.decode()

    assert "Taza de gres" in html
    assert "$12.990" in html
    assert "products/mug.svg" in html
    assert "Precios con IVA incluido." in html


def test_the_list_is_in_the_browsers_language(make_product, page):
    make_product()

    html = page(accept_language="en").content.decode()

    assert "Stoneware mug" in html
    assert '<html lang="en">' in html


def test_a_spanish_page_names_the_shops_country(page, db):
    assert '<html lang="es-CL">' in page().content.decode()


def test_prices_in_mexico_are_in_mexican_pesos(make_product, page, settings):
    settings.STORE_COUNTRY = "mx"
    make_product(slug="chile")
    make_product(currency="MXN", price=129_900)

    html = page().content.decode()

    assert "$1,299.00" in html
    assert "$12.990" not in html


@pytest.mark.parametrize(
    ("stock", "words"), [(0, "Agotado"), (1, "Queda 1"), (2, "Quedan 2"), (3, "Quedan 3")]
)
def test_scarce_products_say_so(make_product, page, stock, words):
    make_product(stock=stock)

    assert words in page().content.decode()


def test_plenty_of_stock_is_not_worth_a_word(make_product, page):
    make_product(stock=4)

    html = page().content.decode()

    assert "Queda" not in html
    assert "Agotado" not in html


def test_an_empty_shop_says_so(page, db):
    assert "Todavía no hay productos" in page().content.decode()


def test_a_product_without_picture_is_shown_without(make_product, page):
    make_product(image="")

    response = page()

    assert response.status_code == 200
    assert "<img" not in response.content.decode()


def test_any_number_of_products_takes_at_most_two_queries(
    make_product, page, django_assert_max_num_queries
):
    for number in range(12):
        make_product(slug=f"taza-{number}")

    with django_assert_max_num_queries(2):
        page()


def test_the_list_is_only_read(client, db):
    assert client.head(reverse("catalog:list")).status_code == 200
    assert client.post(reverse("catalog:list")).status_code == 405
