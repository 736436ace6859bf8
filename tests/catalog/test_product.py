import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import override

from catalog.models import InvalidQuantity, Product


def stock_of(product):
    product.refresh_from_db()
    return product.stock


def test_taking_stock_leaves_the_rest_on_the_shelf(make_product):
    mug = make_product(stock=5)

    assert Product.take_stock(product_id=mug.pk, quantity=3) is True
    assert stock_of(mug) == 2


def test_the_last_unit_can_be_taken(make_product):
    mug = make_product(stock=1)

    assert Product.take_stock(product_id=mug.pk, quantity=1) is True
    assert stock_of(mug) == 0


def test_taking_more_than_is_left_takes_nothing(make_product):
    mug = make_product(stock=2)

    assert Product.take_stock(product_id=mug.pk, quantity=3) is False
    assert stock_of(mug) == 2


def test_taking_stock_is_one_statement_so_two_buyers_cannot_both_win(
    make_product, django_assert_num_queries
):
    mug = make_product()

    with django_assert_num_queries(1):
        Product.take_stock(product_id=mug.pk, quantity=1)


def test_stock_of_an_unknown_product_cannot_be_taken(db):
    assert Product.take_stock(product_id=404, quantity=1) is False


def test_stock_given_back_can_be_sold_again(make_product):
    mug = make_product(stock=0)

    Product.give_back_stock(product_id=mug.pk, quantity=2)

    assert stock_of(mug) == 2


@pytest.mark.parametrize("move", [Product.take_stock, Product.give_back_stock])
@pytest.mark.parametrize("quantity", [0, -1])
def test_stock_moves_by_one_or_more(make_product, move, quantity):
    mug = make_product(stock=5)

    with pytest.raises(InvalidQuantity):
        move(product_id=mug.pk, quantity=quantity)

    assert stock_of(mug) == 5


@pytest.mark.parametrize("facts", [{"stock": -1}, {"price": 0}, {"price": -1}, {"currency": "USD"}])
def test_the_database_refuses_what_cannot_be(make_product, facts):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_product(**facts)


def test_one_address_names_one_product_in_a_shop(make_product):
    mug = make_product()

    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.create(slug=mug.slug, name_es="Otra", price=1, currency=mug.currency)


def test_an_image_must_be_a_file_the_shop_has(make_product):
    mug = make_product(image="products/nothing.svg")

    with pytest.raises(ValidationError, match=r"products/nothing\.svg"):
        mug.full_clean()


@pytest.mark.parametrize(
    ("stock", "is_sold_out", "is_nearly_gone"),
    [(0, True, False), (1, False, True), (3, False, True), (4, False, False)],
)
def test_what_is_said_about_stock(make_product, stock, is_sold_out, is_nearly_gone):
    mug = make_product(stock=stock)

    assert (mug.is_sold_out, mug.is_nearly_gone) == (is_sold_out, is_nearly_gone)


@pytest.mark.parametrize(
    ("language", "name", "description"),
    [
        ("es", "Taza de gres", "Hecha a mano."),
        ("en", "Stoneware mug", "Made by hand."),
        ("en-us", "Stoneware mug", "Made by hand."),
        ("fr", "Taza de gres", "Hecha a mano."),
        (None, "Taza de gres", "Hecha a mano."),
    ],
)
def test_a_product_speaks_spanish_unless_english_is_active(
    make_product, language, name, description
):
    with override(language):
        mug = make_product()

        assert (mug.name, mug.description) == (name, description)


def test_a_product_without_english_words_keeps_its_spanish_ones(make_product):
    mug = make_product(name_en="", description_en="")

    with override("en"):
        assert (mug.name, mug.description) == ("Taza de gres", "Hecha a mano.")


def test_on_sale_is_what_is_active_in_the_shops_currency_in_shelf_order(make_product, settings):
    make_product(slug="c", position=2)
    make_product(slug="b", position=1)
    make_product(slug="a", position=2)
    make_product(slug="hidden", is_active=False)
    make_product(slug="b", currency="MXN")

    assert [product.slug for product in Product.objects.on_sale()] == ["b", "c", "a"]
    settings.STORE_COUNTRY = "mx"
    assert [product.currency for product in Product.objects.on_sale()] == ["MXN"]


def test_stocking_a_known_product_updates_its_facts_but_not_its_stock(make_product):
    mug = make_product(stock=5)

    make_product(price=13_990, stock=99)

    assert stock_of(mug) == 5
    assert mug.price == 13_990


def test_stock_is_counted_anew_when_asked(make_product):
    mug = make_product(stock=5)

    make_product(stock=99, reset_stock=True)

    assert stock_of(mug) == 99


def test_the_shelf_has_what_is_on_sale_in_the_same_order(make_product):
    make_product(slug="second", position=2)
    make_product(slug="first", position=1)
    make_product(slug="gone", is_active=False)
    make_product(slug="mexican", currency="MXN")

    assert Product.on_shelf(first=0, number=9) == list(Product.objects.on_sale())
    assert [each.slug for each in Product.on_shelf(first=0, number=9)] == ["first", "second"]
    assert [each.slug for each in Product.on_shelf(first=1, number=1)] == ["second"]


def test_an_address_leads_to_what_is_on_sale_alone(make_product):
    mug = make_product(slug="mug")
    make_product(slug="mug", currency="MXN", price=1)
    make_product(slug="gone", is_active=False)

    assert Product.sold_as("mug") == mug
    assert Product.sold_as("gone") is None
    assert Product.sold_as("never there") is None
