"""A product is edited while its shop sells: no sale is undone by whoever saves the form."""

import pytest

from catalog.models import Product
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def mug():
    return factories.product(stock=5)


def opened(browser, product):
    """What the form of a product would post, as it was opened."""
    response = browser.get(f"/admin/catalog/product/{product.pk}/change/")
    form = response.context["adminform"].form
    typed = {name: "" if value is None else value for name, value in form.initial.items()}
    return {**typed, "initial-stock": product.stock}


def save(browser, product, form):
    response = browser.post(f"/admin/catalog/product/{product.pk}/change/", form)
    product.refresh_from_db()
    return response


def sell(product, quantity):
    assert Product.take_stock(product_id=product.pk, quantity=quantity)


def test_the_list_is_in_spanish(staff, mug):
    page = staff.get("/admin/catalog/product/").content.decode()
    assert "Nombre en español" in page and "Por en venta" in page
    assert "is active" not in page.lower() and "name es" not in page.lower()


def test_the_form_says_with_which_stock_it_was_opened(staff, mug):
    page = staff.get(f"/admin/catalog/product/{mug.pk}/change/").content.decode()
    assert 'type="hidden" name="initial-stock" value="5"' in page


def test_another_name_leaves_the_stock_as_it_is_by_now(staff, mug):
    form = opened(staff, mug)
    sell(mug, 2)
    save(staff, mug, {**form, "name_es": "Taza grande"})
    assert (mug.name_es, mug.stock) == ("Taza grande", 3)


@pytest.mark.parametrize(("typed", "is_left"), [(15, 13), (3, 1), (2, 0)])
def test_more_or_less_stock_is_added_to_what_is_left_by_now(typed, is_left, staff, mug):
    form = opened(staff, mug)
    sell(mug, 2)
    save(staff, mug, {**form, "stock": typed})
    assert mug.stock == is_left


def test_more_is_not_taken_away_than_is_left_and_it_is_said(staff, mug):
    form = opened(staff, mug)
    sell(mug, 2)
    response = save(staff, mug, {**form, "stock": 1, "name_es": "Taza grande"})
    assert (mug.name_es, mug.stock) == ("Taza de gres", 3)
    page = response.content.decode()
    assert "Se vendió mientras editabas y quedan 3" in page
    assert 'name="initial-stock" value="5"' in page  # it still is what was typed over


@pytest.mark.parametrize("told", [None, "x", "-1", "9" * 30])
def test_a_form_that_does_not_say_so_well_adds_nothing_by_accident(told, staff, mug):
    form = opened(staff, mug)
    form = {**form, "initial-stock": told} if told else {**form, "stock": 7}
    if told is None:
        del form["initial-stock"]
    save(staff, mug, form)
    assert mug.stock == (7 if told is None else 5)


def test_a_new_product_has_the_stock_that_was_typed(owner, mug):
    form = {**opened(owner, mug), "slug": "otra", "stock": 9, "initial-stock": 0}
    owner.post("/admin/catalog/product/add/", form)
    assert Product.objects.get(slug="otra").stock == 9
