import re

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from orders.models import Order
from tests import factories


def test_an_empty_cart_leads_back_to_the_cart(client, give_details):
    assert client.get("/checkout/").url == "/cart/"
    assert give_details().url == "/cart/"
    assert not Order.objects.exists()


def test_the_page_asks_for_three_things(fill_cart, page):
    fill_cart()

    html = page("/checkout/")

    assert 'name="email"' in html
    assert 'name="name"' in html
    assert 'name="terms"' in html
    assert 'autocomplete="email"' in html
    assert 'aria-current="step">1. Datos' in html
    assert "$12.990" in html


def test_the_details_place_an_order_and_lead_to_its_page(fill_cart, give_details):
    mug = fill_cart(quantity=2)

    response = give_details()

    order = Order.objects.get()
    assert (response.status_code, response.url) == (303, f"/orders/{order.token}/")
    assert (order.amount, order.currency, order.status) == (25_980, "CLP", "created")
    assert (order.email, order.name) == ("cliente@example.com", "Nombre Apellido")
    assert order.language == "es"
    mug.refresh_from_db()
    assert mug.stock == 3


def test_the_order_remembers_the_language_it_was_placed_in(fill_cart, client):
    fill_cart()

    data = {"email": "cliente@example.com", "name": "Nombre", "terms": "on"}
    client.post("/checkout/", data, headers={"accept-language": "en-GB,en"})

    assert Order.objects.get().language == "en"


def test_amounts_and_states_sent_along_are_ignored(fill_cart, give_details):
    fill_cart()

    give_details(amount="1", price="1", currency="MXN", status="succeeded", token="known", tax="0")

    order = Order.objects.get()
    assert (order.amount, order.currency, order.status) == (12_990, "CLP", "created")
    assert order.token != "known"


REFUSED = [
    ({"email": None}, "Escribe un correo como nombre@example.com", "#id_email"),
    ({"email": "ana"}, "Escribe un correo como nombre@example.com", "#id_email"),
    (
        {"email": "cliente@example.com\r\nBcc: otro@example.com"},
        "Escribe un correo como nombre@example.com",
        "#id_email",
    ),
    (
        {"email": f"{'a' * 5000}@example.com"},
        "El correo puede tener hasta 254 letras",
        "#id_email",
    ),
    ({"name": None}, "Escribe tu nombre y apellido", "#id_name"),
    ({"name": "   "}, "Escribe tu nombre y apellido", "#id_name"),
    ({"name": "a" * 5000}, "El nombre puede tener hasta 200 letras", "#id_name"),
    ({"terms": None}, "Acepta los términos para continuar", "#id_terms"),
]


@pytest.mark.parametrize(("changes", "words", "link"), REFUSED, ids=lambda case: str(case)[:40])
def test_what_is_wrong_is_said_above_and_beside_its_field(
    fill_cart, give_details, changes, words, link
):
    fill_cart()

    response = give_details(**changes)

    assert response.status_code == 422
    html = response.content.decode()
    assert "<title>Error: Tus datos" in html
    assert "Hay un problema" in html
    assert html.count(words) == 2  # in the summary and at the field
    assert f'<a href="{link}">' in html
    assert not Order.objects.exists()


def test_what_was_typed_is_still_there_after_a_mistake(fill_cart, give_details):
    fill_cart()

    html = give_details(terms=None).content.decode()

    assert 'value="cliente@example.com"' in html
    assert 'value="Nombre Apellido"' in html


def test_what_was_typed_is_still_there_in_another_language(fill_cart, give_details, client):
    fill_cart()
    give_details(email="ana", name="Ana Soto")

    switched = {"language": "en", "next": "/checkout/"}
    html = client.post("/language/", switched, follow=True).content.decode()

    assert "Your details" in html
    assert 'value="ana"' in html
    assert 'value="Ana Soto"' in html
    assert re.search(r'name="terms"[^>]*checked', html)


def test_terms_that_were_not_accepted_are_asked_again(fill_cart, give_details, page):
    fill_cart()
    give_details(terms=None)

    assert not re.search(r'name="terms"[^>]*checked', page("/checkout/"))


@pytest.mark.parametrize("email", ["cliente@example.com", "ana"], ids=["right", "wrong"])
def test_no_browser_or_proxy_keeps_what_was_typed(fill_cart, give_details, client, email):
    fill_cart()

    assert "no-store" in give_details(email=email)["Cache-Control"]
    assert "no-store" in client.get("/checkout/")["Cache-Control"]


def test_mistakes_are_told_in_english_to_an_english_browser(fill_cart, client):
    fill_cart()

    html = client.post("/checkout/", {}, headers={"accept-language": "en"}).content.decode()

    assert "<title>Error: Your details" in html
    assert "There is a problem" in html
    assert "Enter an email like name@example.com" in html
    assert "Accept the terms to continue" in html


@pytest.mark.parametrize(
    "name",
    ["Ana 🐑 Soto", "👩‍👩‍👧 Familia", "ليلى حداد", "Zoë O'Brien-Ñuñez", "{{7*7}}{% now 'Y' %}"],
)
def test_names_of_every_script_are_kept_as_they_are(fill_cart, give_details, page, name):
    fill_cart()

    response = give_details(name=name)

    assert Order.objects.get().name == name
    assert f"<bdi>{escape(name)}</bdi>" in page(response.url)


def test_a_name_is_markup_to_nobody(fill_cart, give_details, page):
    fill_cart()

    response = give_details(name="<script>alert(1)</script>")

    html = page(response.url)
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


def test_a_name_brings_no_lines_of_its_own_into_a_mail(fill_cart, give_details):
    fill_cart()

    give_details(name="Ana\r\nBcc: otro@example.com\n\nCompra en http://example.com")

    assert Order.objects.get().name == "Ana Bcc: otro@example.com Compra en http://example.com"


def test_a_product_sold_out_meanwhile_is_named_and_nothing_typed_is_lost(
    fill_cart, give_details, client, page
):
    fill_cart(factories.product(slug="taza", stock=2), quantity=2)
    factories.product(slug="taza", stock=0, reset_stock=True)

    response = give_details()

    assert response.url == "/cart/"
    html = page("/cart/")
    assert "Taza de gres se agotó. Quítalo del carro para seguir." in html
    assert "Se agotó. Quítalo para seguir." in html
    assert not Order.objects.exists()
    assert 'value="cliente@example.com"' in page("/checkout/")


def test_a_product_short_meanwhile_says_how_many_are_left(fill_cart, give_details, page):
    fill_cart(factories.product(slug="taza", stock=3), quantity=3)
    factories.product(slug="taza", stock=1, reset_stock=True)

    give_details()

    assert "Solo queda 1 de Taza de gres. Cambia la cantidad para seguir." in page("/cart/")


def test_a_product_no_longer_sold_is_never_left_out_in_silence(
    fill_cart, give_details, client, page
):
    fill_cart(factories.product(slug="taza"))
    fill_cart(factories.product(slug="manta"))
    factories.product(slug="taza", is_active=False)

    response = give_details()

    assert response.url == "/cart/"
    assert "Un producto de tu carro ya no se vende. Revisa tu carro." in page("/cart/")
    assert not Order.objects.exists()
    assert give_details().url.startswith("/orders/")


def test_posting_again_edits_the_same_order_and_its_stock(fill_cart, give_details, client):
    mug = fill_cart(quantity=2)
    first = give_details()
    client.post("/cart/update/", {"product": mug.slug, "quantity": 3})

    second = give_details(name="Otro Nombre")

    assert second.url == first.url
    order = Order.objects.get()
    assert (order.name, order.amount) == ("Otro Nombre", 38_970)
    mug.refresh_from_db()
    assert mug.stock == 2


def test_the_details_are_offered_again_when_they_are_changed(fill_cart, give_details, page):
    fill_cart()
    give_details()

    assert 'value="cliente@example.com"' in page("/checkout/")


def test_an_order_being_paid_is_not_edited_but_followed_by_another(fill_cart, give_details):
    fill_cart()
    give_details()
    factories.payment(Order.objects.get())

    give_details()

    assert Order.objects.count() == 2


def test_another_browser_does_not_edit_the_order(fill_cart, give_details):
    mug = fill_cart()
    give_details()
    other = Client()
    other.post("/cart/add/", {"product": mug.slug, "quantity": 1})

    other.post("/checkout/", {"email": "otra@example.com", "name": "Otra", "terms": "on"})

    assert Order.objects.count() == 2
    assert "cliente@example.com" not in other.get("/checkout/").content.decode()


def test_a_cart_from_before_purchases_had_names_can_be_ordered(fill_cart, give_details, client):
    fill_cart()
    session = client.session
    del session["purchase"]
    session.save()

    assert give_details().status_code == 303


def test_the_last_pieces_in_ones_own_order_are_not_sold_out_to_oneself(
    fill_cart, give_details, client
):
    mug = fill_cart(factories.product(stock=2), quantity=2)
    give_details()

    answer = client.post("/cart/update/", {"product": mug.slug, "quantity": "1"})
    assert answer.status_code == 303
    assert "agot" not in client.get("/cart/").content.decode()
    give_details()

    mug.refresh_from_db()
    assert Order.objects.get().lines.get().quantity == mug.stock == 1


def test_sent_after_the_visit_ended_it_leads_to_the_cart_and_says_why_that_is_empty(
    fill_cart, give_details, client
):
    fill_cart()
    client.cookies.pop("sessionid")

    response = give_details()

    assert (response.status_code, response.url) == (303, "/cart/")
    html = client.get("/cart/").content.decode()
    assert "Tu carro está vacío" in html
    assert "No se te cobró nada. Vuelve a agregar lo que quieres." in html


def test_looking_without_a_cart_needs_no_such_words(client):
    html = client.get("/checkout/", follow=True).content.decode()

    assert "Tu carro está vacío" in html
    assert "No se te cobró" not in html


def test_looking_places_no_order(fill_cart, client):
    fill_cart()

    assert client.get("/checkout/").status_code == 200
    assert not Order.objects.exists()


@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u202e", "\ufeff"])
def test_an_address_may_be_pasted_with_what_nobody_sees(unseen, fill_cart, give_details):
    fill_cart()
    give_details(email=f"{unseen}cliente@exam{unseen}ple.com{unseen}")

    assert Order.objects.get().email == "cliente@example.com"


@pytest.mark.parametrize("name", ["\u202e\u200b", "\u2066", "\x07\x08"])
def test_a_name_nobody_can_see_is_no_name(name, fill_cart, give_details):
    fill_cart()

    assert give_details(name=name).status_code == 422


def test_a_name_keeps_its_emoji_and_brings_no_writing_direction(fill_cart, give_details):
    fill_cart()
    give_details(name="Ana \u202e👩\u200d🌾")

    assert Order.objects.get().name == "Ana 👩\u200d🌾"


def test_a_form_sent_again_for_a_canceled_order_places_one_more_and_then_edits_that(
    fill_cart, give_details
):
    mug = fill_cart()
    give_details()
    first = Order.objects.get()
    first.cancel(payments=[], cause="shopper", now=timezone.now())

    for name in ("Nombre Uno", "Nombre Dos", "Nombre Tres"):
        give_details(name=name)

    assert Order.objects.count() == 2
    assert Order.objects.latest("pk").name == "Nombre Tres"
    mug.refresh_from_db()
    assert mug.stock == 5 - 2  # the canceled one was told of here, and not lapsed
