"""The merchant sees where orders go and says what that costs."""

import html
import re

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalog.delivery import HOME, delivery_rates
from catalog.models import DeliveryRate
from orders.models.delivering import Delivery
from orders.placing import Customer, place_order
from tests import factories

LIST = "/admin/catalog/deliveryrate/"


@pytest.fixture(autouse=True)
def rates(db):
    call_command("seed_demo", verbosity=0)


@pytest.fixture
def sent():
    """A paid order that goes to somebody's door."""
    order = place_order(
        quantities={factories.product().pk: 1},
        customer=Customer(email="cliente@example.com", name="Nombre Apellido", language="es"),
        delivery=Delivery(
            way=HOME, region="13", district="Ñuñoa", street="Calle de ejemplo 123", phone="2200000"
        ),
        cause="shopper",
        now=timezone.now(),
    )
    return factories.payment(order, status="succeeded").order


def words(response):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def test_the_rates_are_shown_as_money_and_only_this_countrys(owner):
    page = words(owner.get(LIST))

    assert "Metropolitana de Santiago" in page
    assert "$3.490" in page
    assert "Retiro en la tienda" in page
    assert "Ciudad de México" not in page
    assert "$0" in page.partition("Retiro en la tienda")[2].partition("Metropolitana")[0]
    assert "Magallanes y la Antártica Chilena — —" in page  # nothing is sent there
    assert "Se ofrece" in page and "is offered" not in page.lower()
    assert "Añadir precio de despacho" in page and "5 precios de despacho" in page


def test_the_owner_changes_a_rate_and_the_shop_asks_for_it(owner):
    rate = DeliveryRate.objects.get(country="cl", destination="13")
    facts = {"destination": "13", "amount": 2_000, "free_from": "", "days_from": 1, "days_to": 2}

    owner.post(f"{LIST}{rate.pk}/change/", {**facts, "is_offered": "on"})

    quote = delivery_rates().quote(way=HOME, region="13", subtotal=10**6)
    assert (quote.amount, quote.days_to) == (2_000, 2)


def test_a_new_rate_is_this_countrys_and_a_second_one_for_a_place_is_refused(owner):
    facts = {"destination": "05", "amount": 100, "days_from": 1, "days_to": 2, "is_offered": "on"}
    owner.post(f"{LIST}add/", facts)

    assert DeliveryRate.objects.get(destination="05").country == "cl"
    assert "Ese destino ya tiene su precio." in words(owner.post(f"{LIST}add/", facts))


def test_days_in_the_wrong_order_are_refused_in_words(owner):
    facts = {"destination": "05", "amount": 100, "days_from": 3, "days_to": 2, "is_offered": "on"}

    assert "Tiene que ser igual o más que desde." in words(owner.post(f"{LIST}add/", facts))


def test_while_picking_up_has_no_row_the_list_says_that_it_is_free(owner):
    hint = "El retiro en la tienda se ofrece gratis."
    assert hint not in words(owner.get(LIST))

    DeliveryRate.objects.filter(destination="pickup").delete()

    assert hint in words(owner.get(LIST))


def test_picking_up_is_not_deleted_but_no_longer_offered(owner):
    rate = DeliveryRate.objects.get(country="cl", destination="pickup")

    assert owner.post(f"{LIST}{rate.pk}/delete/", {"post": "yes"}).status_code == 403
    owner.post(
        f"{LIST}{rate.pk}/change/",
        {"destination": "pickup", "amount": 0, "days_from": 0, "days_to": 1},
    )

    assert delivery_rates().ways == [HOME]


def test_staff_see_the_rates_and_change_none(staff):
    rate = DeliveryRate.objects.get(country="cl", destination="13")

    assert staff.get(LIST).status_code == 200
    assert staff.post(f"{LIST}{rate.pk}/change/", {"amount": 1}).status_code == 403
    assert staff.post(f"{LIST}{rate.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_orders_page_says_where_it_goes_and_what_was_agreed_to(staff, sent):
    page = words(staff.get(f"/admin/orders/order/{sent.pk}/change/"))

    assert "Calle de ejemplo 123 Ñuñoa, Metropolitana de Santiago 2200000" in page
    assert "Despacho $3.490" in page
    assert f"Términos aceptados {sent.terms_version}" in page


def test_a_packing_slip_has_the_address(staff, sent):
    page = words(staff.get("/admin/orders/packing/", {"order": [sent.pk]}))

    assert "Calle de ejemplo 123 Ñuñoa, Metropolitana de Santiago" in page


def test_a_packing_slip_says_that_it_is_picked_up(staff, order):
    assert "Retiro en la tienda" in words(
        staff.get("/admin/orders/packing/", {"order": [order.pk]})
    )
