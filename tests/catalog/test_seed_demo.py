import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from catalog.demo_products import DEMO_PRODUCTS
from catalog.models import Product
from tests.operations.processes import manage, shop_environment


@pytest.fixture
def seed(db):
    def run(**options):
        call_command("seed_demo", verbosity=0, **options)

    return run


@pytest.mark.parametrize("country", ["cl", "mx"])
def test_each_country_gets_eight_products_with_a_mug_first(seed, settings, country):
    settings.STORE_COUNTRY = country

    seed()

    names = [product.name_es for product in Product.objects.on_sale()]
    assert len(names) == 8
    assert names[0] == "Taza de gres"


def test_seeding_again_adds_nothing(seed):
    seed()
    first = list(Product.objects.order_by("pk").values())

    seed()

    assert list(Product.objects.order_by("pk").values()) == first


def test_what_was_sold_stays_sold(seed):
    seed()
    mug = Product.objects.on_sale()[0]
    Product.take_stock(product_id=mug.pk, quantity=1)

    seed()

    assert Product.objects.get(pk=mug.pk).stock == mug.stock - 1


def test_stock_comes_back_when_asked(seed):
    seed()
    mug = Product.objects.on_sale()[0]
    Product.take_stock(product_id=mug.pk, quantity=1)

    seed(reset_stock=True)

    assert Product.objects.get(pk=mug.pk).stock == mug.stock


@pytest.mark.parametrize("database", ["empty.sqlite3", "no/such/folder"])
def test_a_database_without_tables_or_away_is_a_sentence(database, tmp_path):
    env = {**shop_environment(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/{database}"}

    ended = manage("seed_demo", env=env)

    assert ended.returncode == 1
    assert "CommandError: the database is away, or not migrated (manage.py migrate)" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_examples_show_every_word_about_stock(seed):
    seed()

    stocks = [product.stock for product in Product.objects.on_sale()]
    assert 0 in stocks
    assert 2 in stocks
    assert max(stocks) > 3


@pytest.mark.parametrize("product", DEMO_PRODUCTS, ids=lambda product: product.slug)
def test_every_example_is_complete_in_both_languages_and_has_its_drawing(product):
    assert product.name_es and product.name_en and product.name_es != product.name_en
    assert product.description_es and product.description_en
    assert set(product.prices) == {"CLP", "MXN"}
    assert all(finders.find(path) for path in [product.image, *product.more_images.split()])


def test_the_examples_have_one_to_four_pictures(seed):
    seed()

    numbers = [len(product.pictures) for product in Product.objects.on_sale()]
    assert min(numbers) == 1
    assert 1 < max(numbers) <= 4
