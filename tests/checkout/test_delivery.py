"""Where an order goes: what is asked, what is refused, what it costs, and what is kept of it."""

import re

import pytest
from django.core.management import call_command

from catalog.models import DeliveryRate
from orders.models import Order
from tests import factories

HOME = {
    "cl": {
        "way": "home",
        "street": "Calle de ejemplo 123",
        "unit": "Depto 4",
        "region": "13",
        "comuna": "Providencia",
        "phone": "+56 2 0000 0000",
    },
    "mx": {
        "way": "home",
        "street": "Calle de ejemplo 123",
        "postal_code": "06000",
        "state": "CMX",
        "municipality": "Cuauhtémoc",
        "neighborhood": "Centro",
        "directions": "Puerta azul",
        "phone": "",
    },
}


@pytest.fixture(autouse=True)
def rates(db):
    call_command("seed_demo", verbosity=0)


@pytest.fixture
def mexico(settings):
    settings.STORE_COUNTRY = "mx"


@pytest.fixture
def send_home(fill_cart, give_details, settings):
    """Give the details of an order to be sent, of a mug in this shop's currency."""

    def give(**changes):
        country = settings.STORE_COUNTRY
        price, currency = {"cl": (12_990, "CLP"), "mx": (249_00, "MXN")}[country]
        fill_cart(factories.product(price=price, currency=currency))
        return give_details(**{**HOME[country], **changes})

    return give


def asked(html):
    """The names of what somebody has to fill in or tick: not the choice between two ways."""
    form = html.partition("<main")[2].partition("</main>")[0].partition('method="post"')[2]
    names = re.findall(r'<(?:input|select|textarea)[^>]*\bname="(\w+)"', form)
    return sorted(set(names) - {"csrfmiddlewaretoken", "way", "language", "next"})


def test_chile_asks_for_eight_fields_of_which_two_are_optional(fill_cart, page):
    fill_cart()

    html = page("/checkout/")

    fields = ["comuna", "email", "name", "phone", "region", "street", "terms", "unit"]
    assert asked(html) == fields
    assert html.count("(opcional)") == 2


def test_mexico_asks_for_ten(mexico, fill_cart, page):
    fill_cart(factories.product(currency="MXN"))

    assert len(asked(page("/checkout/"))) == 10


def test_a_shop_that_only_lets_pick_up_asks_for_three(fill_cart, page):
    DeliveryRate.objects.exclude(destination="pickup").delete()
    fill_cart()

    assert asked(page("/checkout/")) == ["email", "name", "terms"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_shop_that_hands_over_nothing_for_now_says_so_before_asking(fill_cart, client, method):
    DeliveryRate.objects.update(is_offered=False)
    fill_cart()

    response = getattr(client, method)("/checkout/", follow=True)

    assert response.redirect_chain == [("/cart/", 303)]
    assert "Por ahora no hacemos entregas. Escríbenos." in response.content.decode()


def test_three_fields_are_enough_to_pick_up(fill_cart, give_details):
    fill_cart()

    give_details(way="pickup")

    order = Order.objects.get()
    assert (order.way, order.shipping_amount, order.amount) == ("pickup", 0, 12_990)
    assert order.address_lines == []


def test_all_comunas_are_offered(fill_cart, page):
    fill_cart()

    options = page("/checkout/").partition('<datalist id="comunas">')[2].partition("</datalist>")[0]

    assert options.count("<option>") == 346


def test_what_a_region_costs_stands_beside_it_before_anybody_asks(fill_cart, page):
    fill_cart()

    html = page("/checkout/")

    assert "Metropolitana de Santiago · $3.490" in html
    assert "Magallanes y la Antártica Chilena · sin despacho" in html
    assert "desde $3.490" in html
    assert "Total sin despacho" in html


def test_delivery_and_the_tax_in_it_are_in_the_total_before_paying(send_home, page):
    response = send_home()

    order = Order.objects.get()
    assert (order.lines_amount, order.shipping_amount) == (12_990, 3_490)
    assert (order.amount, order.tax) == (16_480, 2_631)
    html = page(response.url)
    for words in ("$3.490", "$16.480", "$2.631", "Calle de ejemplo 123, Depto 4"):
        assert words in html
    assert "Providencia, Metropolitana de Santiago" in html
    assert "Llega entre 1 y 3 días hábiles después de pagar." in html


def test_it_is_free_over_the_merchants_amount(fill_cart, give_details):
    fill_cart(factories.product(price=60_000))

    give_details(**HOME["cl"])

    assert Order.objects.get().amount == 60_000


def test_what_the_browser_says_of_prices_is_not_read(send_home):
    send_home(shipping_amount="0", amount="1", days_to="0")

    assert Order.objects.get().amount == 16_480


def test_mexico_keeps_the_address_as_it_is_written_there(mexico, send_home):
    send_home()

    order = Order.objects.get()
    assert order.address_lines == [
        "Calle de ejemplo 123",
        "Centro",
        "06000 Cuauhtémoc, Ciudad de México",
        "Puerta azul",
    ]
    assert order.amount == 249_00 + 99_00


def test_the_postal_code_says_the_state_that_was_left_open(mexico, send_home):
    send_home(state="", postal_code="44100", municipality="Guadalajara")

    assert Order.objects.get().region == "JAL"


@pytest.mark.parametrize("written", ["06700 ", " 06700", "\u00a006700\u200b"])
def test_a_postal_code_may_be_pasted_with_what_stood_around_it(mexico, send_home, written):
    send_home(postal_code=written)

    assert Order.objects.get().postal_code == "06700"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" ", ""),
        ("\u200b", ""),
        (" 55 1234 5678 ", "55 1234 5678"),
        ("+52\u00a055\u202f1234\u00a05678", "+52 55 1234 5678"),
        ("\u202a+52 55 1234 5678\u202c", "+52 55 1234 5678"),  # as it is copied from a phone
    ],
)
def test_a_phone_may_be_written_with_any_spaces_or_none_at_all(mexico, send_home, written, kept):
    send_home(phone=written)

    assert Order.objects.get().phone == kept


@pytest.mark.parametrize(
    ("country", "field", "words"),
    [
        ("cl", "name", "Escribe tu nombre y apellido"),
        ("cl", "street", "Escribe la calle y el número"),
        ("cl", "comuna", "Elige tu comuna"),
        ("mx", "street", "Escribe la calle y el número"),
        ("mx", "municipality", "Escribe tu municipio o alcaldía"),
        ("mx", "neighborhood", "Escribe tu colonia"),
        ("mx", "postal_code", "Escribe los 5 números de tu código postal"),
    ],
)
@pytest.mark.parametrize(
    "unseen", ["\u200b", "\u202e\u202c", "\u200d", " \u200c \u200d ", "\ufe0f", "\x07"]
)
def test_what_nobody_can_see_is_nothing_written(send_home, settings, country, field, words, unseen):
    settings.STORE_COUNTRY = country

    response = send_home(**{field: unseen})

    assert response.status_code == 422
    assert response.content.decode().count(words) >= 2
    assert not Order.objects.exists()


REFUSED = [
    ("cl", {"street": ""}, "Escribe la calle y el número", "id_street"),
    ("cl", {"region": ""}, "Elige tu región", "id_region"),
    ("cl", {"region": "99"}, "Elige tu región", "id_region"),
    ("cl", {"comuna": ""}, "Elige tu comuna", "id_comuna"),
    ("cl", {"comuna": "Provdencia"}, "¿Quisiste decir Providencia?", "id_comuna"),
    ("cl", {"comuna": "Valdivia"}, "Valdivia está en otra región: Los Ríos", "id_comuna"),
    ("cl", {"phone": "llámame"}, "Escribe el teléfono con números", "id_phone"),
    (
        "cl",
        {"region": "12", "comuna": "Punta Arenas"},
        "Aún no despachamos a Magallanes y la Antártica Chilena. Puedes retirar gratis",
        "id_region",
    ),
    ("mx", {"postal_code": "600"}, "Escribe los 5 números de tu código postal", "id_postal_code"),
    ("mx", {"postal_code": "٠٦٠٠٠"}, "Escribe los 5 números", "id_postal_code"),
    ("cl", {"phone": "ring 56 2 0000 0000"}, "Escribe el teléfono con números", "id_phone"),
    ("cl", {"phone": "( ) - ( ) -"}, "Escribe el teléfono con números", "id_phone"),
    ("mx", {"postal_code": "17000"}, "Ese código postal no existe", "id_postal_code"),
    ("mx", {"postal_code": "00000"}, "Ese código postal no existe", "id_postal_code"),
    ("mx", {"postal_code": "067 00"}, "Escribe los 5 números", "id_postal_code"),
    ("mx", {"state": "JAL"}, "es de otro estado: Ciudad de México", "id_state"),
    ("mx", {"municipality": ""}, "Escribe tu municipio o alcaldía", "id_municipality"),
    ("mx", {"neighborhood": ""}, "Escribe tu colonia", "id_neighborhood"),
    ("mx", {"postal_code": "23000", "state": ""}, "Baja California Sur", "id_state"),
]


@pytest.mark.parametrize(("country", "changes", "words", "link"), REFUSED)
def test_what_is_wrong_is_said_at_its_field_and_in_the_summary(
    send_home, settings, country, changes, words, link
):
    settings.STORE_COUNTRY = country

    response = send_home(**changes)

    html = response.content.decode()
    assert response.status_code == 422
    assert html.count(words) >= 2
    assert f'<a href="#{link}">' in html
    assert re.search(r'<div class="note bad" role="alert" tabindex="-1" autofocus>', html)
    assert not Order.objects.exists()


def test_a_comuna_is_guessed_in_its_readers_language(send_home, client):
    client.post("/language/", {"language": "en", "next": "/"})

    html = send_home(comuna="Provdencia").content.decode()

    assert "Did you mean Providencia?" in html


@pytest.mark.parametrize("country", ["cl", "mx"])
def test_nothing_typed_is_lost_by_a_mistake(send_home, settings, country):
    settings.STORE_COUNTRY = country

    html = send_home(terms=None).content.decode()

    for value in {**HOME[country], "email": "cliente@example.com"}.values():
        assert f'value="{value}"' in html or f">{value}<" in html
    region = {"cl": "13", "mx": "CMX"}[country]
    assert f'<option value="{region}" selected>' in html
    assert re.search(r'value="home"[^>]*checked', html)


def test_what_is_picked_up_minds_no_mistake_in_an_address_nobody_needs(fill_cart, give_details):
    fill_cart()

    response = give_details(**{**HOME["cl"], "way": "pickup", "comuna": "?", "phone": "?"})

    assert response.status_code == 303
    assert Order.objects.get().street == ""


def test_what_nobody_reads_fills_no_session(fill_cart, give_details, client):
    fill_cart()

    give_details(**{**HOME["cl"], "way": "pickup", "phone": "?" * 100_000})

    assert len(client.session["details"]["phone"]) == 200


def test_picking_up_may_cost_something(fill_cart, give_details, page):
    DeliveryRate.objects.filter(destination="pickup").update(amount=500)
    fill_cart()

    assert "Retiro en la tienda, $500" in page("/checkout/")
    html = page(give_details(way="pickup").url)

    assert Order.objects.get().amount == 13_490
    assert "$500" in html and "$13.490" in html


def test_change_edits_the_same_order_and_what_it_costs(send_home, give_details, page):
    first = send_home()

    html = page("/checkout/")
    for value in ("Calle de ejemplo 123", "Depto 4", "Providencia", "+56 2 0000 0000"):
        assert f'value="{value}"' in html
    assert re.search(r'name="terms"[^>]*checked', html)  # accepted in this version already
    second = give_details(**{**HOME["cl"], "region": "05", "comuna": "vina del mar", "unit": ""})

    assert second.url == first.url
    order = Order.objects.get()
    assert (order.district, order.region) == ("Viña del Mar", "05")
    assert order.amount == 12_990 + 4_990
    html = page(second.url)
    assert 'href="/checkout/#id_street"' in html


def test_after_the_first_attempt_it_is_another_order(send_home, give_details):
    send_home()
    factories.payment(Order.objects.get())

    give_details(**{**HOME["cl"], "way": "pickup"})

    assert [order.way for order in Order.objects.order_by("pk")] == ["home", "pickup"]


def test_terms_are_asked_again_once_they_are_others(send_home, page, client):
    send_home()
    session = client.session
    session["details"] = {**session["details"], "accepted": "2020-01-01"}
    session.save()

    assert not re.search(r'name="terms"[^>]*checked', page("/checkout/"))


def test_later_rates_change_no_order(send_home, page):
    response = send_home()
    DeliveryRate.objects.update(amount=1, days_from=9, days_to=9)

    assert "$3.490" in page(response.url)
    assert "entre 1 y 3 días" in page(response.url)


def test_a_region_dropped_while_the_form_was_open_is_said_and_orders_nothing(
    send_home, monkeypatch, page
):
    """The form knew a rate that is gone when the order is placed."""
    from checkout.address_forms import ChileForm

    monkeypatch.setattr(ChileForm, "clean", lambda form: {**form.cleaned_data, "way": "home"})
    response = send_home(region="12", comuna="Punta Arenas")

    assert response.url == "/checkout/"
    assert "Ya no despachamos ahí." in page("/checkout/")
    assert not Order.objects.exists()


def test_the_cart_says_from_what_on_delivery_costs(fill_cart, page):
    fill_cart()

    assert "desde $3.490" in page("/cart/")


@pytest.mark.parametrize("path", ["/cart/", "/checkout/"])
def test_what_is_free_to_some_areas_only_is_not_called_free(fill_cart, page, path):
    fill_cart(factories.product(price=61_890))

    html = page(path)

    assert "<dd>Gratis en algunas zonas</dd>" in html
    assert "Total sin despacho" in html
    assert "Free to some areas" in page(path, accept_language="en")


def test_nor_where_it_is_to_be_chosen(fill_cart, page):
    fill_cart(factories.product(price=61_890))

    html = page("/checkout/")

    assert "Despacho a domicilio, gratis en algunas zonas" in html
    assert "· $8.990<" in html  # Aysén


@pytest.mark.parametrize("path", ["/cart/", "/checkout/"])
def test_what_is_free_everywhere_is_and_is_in_the_total(fill_cart, page, path):
    DeliveryRate.objects.filter(amount__gt=0).update(free_from=60_000)
    fill_cart(factories.product(price=61_890))

    html = page(path)

    assert "<dd>Gratis</dd>" in html
    assert "Total sin despacho" not in html
    assert "algunas" not in html


def test_an_address_is_markup_to_nobody(send_home, page):
    html = page(send_home(street="<script>alert(1)</script> 1\r\nBcc: x").url)

    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html
    assert "\n" not in Order.objects.get().street


@pytest.mark.parametrize("status", ["succeeded", "failed", "pending"])
def test_the_orders_page_says_where_it_goes_in_every_state(send_home, page, status):
    url = send_home().url
    factories.payment(Order.objects.get(), status=status)

    html = page(url)

    assert "Providencia, Metropolitana de Santiago" in html
    assert "$16.480" in html
    assert "$3.490" in html
