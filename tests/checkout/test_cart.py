import pytest
from django.test import Client

from tests import factories


@pytest.fixture
def add(client):
    def post(product, quantity=1, **extra):
        slug = getattr(product, "slug", product)
        return client.post("/cart/add/", {"product": slug, "quantity": quantity, **extra})

    return post


@pytest.fixture
def update(client):
    def post(product, quantity, **extra):
        data = {"product": product.slug, "quantity": quantity, **extra}
        return client.post("/cart/update/", data)

    return post


def cart_of(client):
    return {int(key): count for key, count in client.session.get("cart", {}).items()}


def test_adding_a_product_leads_to_the_cart_with_its_price_and_tax(add, client):
    response = add(factories.product(price=12_990), quantity=2)

    assert (response.status_code, response.url) == (303, "/cart/")
    html = client.get("/cart/").content.decode()
    assert "Agregamos Taza de gres a tu carro." in html
    assert "$25.980" in html
    assert "$4.148" in html  # the 19 % inside it


def test_adding_again_adds_to_what_is_there(add, client):
    mug = factories.product()

    add(mug, quantity=2)
    add(mug, quantity=1)

    assert cart_of(client) == {mug.pk: 3}


def test_the_cart_speaks_english_to_an_english_browser(add, page):
    add(factories.product())

    html = page("/cart/", accept_language="en")

    assert "Your cart" in html
    assert "Stoneware mug" in html
    assert "Go to checkout" in html


def test_an_empty_cart_offers_the_shop(page):
    assert "Tu carro está vacío" in page("/cart/")
    assert "Your cart is empty" in page("/cart/", accept_language="en")


def test_updating_sets_the_quantity(add, update, client):
    mug = factories.product()
    add(mug, quantity=1)

    response = update(mug, 4)

    assert (response.status_code, response.url) == (303, "/cart/")
    assert cart_of(client) == {mug.pk: 4}


def test_updating_to_zero_takes_it_out(add, update, client):
    mug = factories.product()
    add(mug)

    update(mug, 0)

    assert cart_of(client) == {}


def test_the_remove_button_wins_over_the_quantity_beside_it(add, client):
    mug = factories.product()
    add(mug, quantity=2)

    client.post("/cart/update/", {"product": mug.slug, "quantity": ["2", "0"]})

    assert cart_of(client) == {}


@pytest.mark.parametrize(
    ("quantity", "words"),
    [
        ("0", "Elige al menos uno."),
        ("-1", "La cantidad no puede ser negativa."),
        ("dos", "Escribe la cantidad con números."),
        ("", "Escribe cuántos quieres."),
        ("1.5", "Escribe la cantidad con números."),
        (str(10**30), "Solo quedan 5 de Taza de gres."),
        ("9" * 5000, "Escribe la cantidad con números."),
        ("6", "Solo quedan 5 de Taza de gres."),
    ],
    ids=["none", "negative", "text", "blank", "half", "huge", "endless", "over stock"],
)
def test_a_quantity_that_cannot_be_added_is_explained(add, client, quantity, words):
    response = add(factories.product(stock=5), quantity)

    assert response.status_code == 422
    html = response.content.decode()
    assert words in html
    assert "<title>Error: Taza de gres" in html
    assert 'max="5"' in html
    assert cart_of(client) == {}


def test_what_is_in_the_cart_counts_towards_the_stock(add, client):
    mug = factories.product(stock=5)
    add(mug, quantity=4)

    response = add(mug, quantity=2)

    assert response.status_code == 422
    assert cart_of(client) == {mug.pk: 4}


def test_the_last_one_is_counted_in_the_singular(add):
    html = add(factories.product(stock=1), quantity=2).content.decode()

    assert "Solo queda 1 de Taza de gres." in html


def test_a_sold_out_product_is_said_to_be_so(add):
    html = add(factories.product(stock=0), quantity=1).content.decode()

    assert "Taza de gres se agotó." in html


@pytest.mark.parametrize("quantity", ["-1", "dos", "6", str(10**30)])
def test_a_refused_update_changes_nothing_and_points_to_its_line(add, update, client, quantity):
    mug = factories.product(stock=5)
    add(mug, quantity=2)

    response = update(mug, quantity)

    assert response.status_code == 422
    assert cart_of(client) == {mug.pk: 2}
    html = response.content.decode()
    assert "Hay un problema" in html
    assert f'href="#quantity-{mug.pk}"' in html
    assert f'id="quantity-{mug.pk}"' in html


@pytest.mark.parametrize(
    "facts",
    [{"is_active": False}, {"currency": "MXN"}],
    ids=["inactive", "another currency"],
)
def test_what_is_not_on_sale_here_cannot_be_added(add, client, facts):
    response = add(factories.product(**facts))

    assert response.status_code == 404
    assert cart_of(client) == {}


@pytest.mark.parametrize("slug", ["no-such-product", "", "a\x00b", "'; --", "x" * 5000])
def test_an_unknown_product_is_not_found(add, slug):
    response = add(slug)

    assert response.status_code == 404
    assert "No encontramos esta página" in response.content.decode()


def test_prices_and_states_sent_along_are_ignored(add, client):
    add(
        factories.product(price=12_990),
        price="1",
        amount="1",
        currency="MXN",
        status="succeeded",
    )

    html = client.get("/cart/").content.decode()
    assert "$12.990" in html
    assert "$1<" not in html


def test_a_product_taken_off_sale_leaves_the_cart_and_its_count(add, page):
    add(factories.product(slug="taza"), quantity=2)
    factories.product(slug="taza", is_active=False)

    html = page("/cart/")

    assert "Tu carro está vacío" in html
    assert '<span class="pill">0<' in html


def test_a_line_over_the_stock_holds_back_the_checkout(add, page):
    add(factories.product(slug="taza", stock=5), quantity=3)
    factories.product(slug="taza", stock=1, reset_stock=True)

    html = page("/cart/")

    assert "Solo queda 1." in html
    assert "Ir a pagar" not in html


@pytest.mark.parametrize("path", ["/cart/add/", "/cart/update/"])
def test_looking_leads_to_the_cart_and_never_changes_it(client, path):
    response = client.get(f"{path}?product={factories.product().slug}&quantity=1")

    assert (response.status_code, response.url) == (302, "/cart/")
    assert cart_of(client) == {}


@pytest.mark.parametrize("path", ["/cart/add/", "/cart/update/"])
def test_nothing_but_posting_changes_the_cart(client, path):
    assert client.put(path).status_code == 405


def test_the_forms_need_their_csrf_token():
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/cart/add/", {"product": factories.product().slug, "quantity": 1})

    assert response.status_code == 403
    assert "Esta página llevaba mucho tiempo abierta" in response.content.decode()
