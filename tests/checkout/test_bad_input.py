"""Whatever is typed, and from however old a page: clear words, and nothing lost or placed twice."""

import html
import re

import pytest
from django.core.management import call_command

from catalog.models import DeliveryRate
from orders.models import Order
from tests import factories
from tests.checkout.test_delivery import HOME

COUNTRIES = {"cl": (12_990, "CLP"), "mx": (249_00, "MXN")}
TYPED = {
    country: ["email", "name", *(name for name in fields if name not in ("way", "region", "state"))]
    for country, fields in HOME.items()
}
FIELDS = [(country, name) for country, names in TYPED.items() for name in names]
FREE = {
    "cl": ["name", "street", "unit"],
    "mx": ["name", "street", "municipality", "neighborhood", "directions"],
}
SCRIPTS = ["ليلى حداد ٧", "👩‍👩‍👧 Casa", "Ñandú O'Higgins-Zoë", "東京都 1", "<b>&amp;"]


@pytest.fixture(autouse=True)
def rates(db):
    call_command("seed_demo", verbosity=0)


@pytest.fixture
def send(fill_cart, give_details, settings):
    """Give the details of an order to be sent in a country."""

    def give(country, **changes):
        settings.STORE_COUNTRY = country
        price, currency = COUNTRIES[country]
        fill_cart(factories.product(price=price, currency=currency))
        return give_details(**{**HOME[country], **changes})

    return give


@pytest.mark.parametrize(("country", "field"), FIELDS)
@pytest.mark.parametrize("letter", ["7", "👩"])
def test_five_thousand_letters_are_refused_in_words_and_shown_again(send, country, field, letter):
    response = send(country, **{field: letter * 5_000})

    page = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert f'<a href="#id_{field}">' in page
    assert letter * 5_000 in page
    assert "Calle de ejemplo 123" in page or field == "street"
    assert not Order.objects.exists()


@pytest.mark.parametrize(("country", "field"), FIELDS)
@pytest.mark.parametrize("bad", ["a\x00b", "\u200b\u202e"])
def test_what_nobody_can_see_breaks_nothing(send, country, field, bad):
    response = send(country, **{field: bad})

    assert response.status_code in (303, 422)
    if response.status_code == 303:  # of what may be left out, nothing is left
        kept = Order.objects.get().one_line_address
        assert not set(bad) - {"a", "b", " "} & set(kept)


@pytest.mark.parametrize(
    ("country", "field"), [(country, name) for country in FREE for name in FREE[country]]
)
@pytest.mark.parametrize("words", SCRIPTS)
def test_every_script_is_kept_and_shown_as_it_is(send, page, country, field, words):
    response = send(country, **{field: words})

    assert response.status_code == 303
    shown = page(response.url)
    assert html.escape(words) in shown or words in html.unescape(shown)
    assert "<b>&" not in shown


def test_a_form_left_open_while_its_order_is_paid_leads_there_and_changes_nothing(
    send, give_details, client, fintoc
):
    url = send("cl").url
    fintoc.creates()
    client.post(f"{url}payments/")

    response = give_details(**{**HOME["cl"], "street": "Otra calle 9"})

    assert response.url == url
    assert "Este pedido ya se está pagando" in client.get(url).content.decode()
    assert Order.objects.get().street == "Calle de ejemplo 123"


def test_looking_at_the_empty_form_after_paying_began_leads_to_the_cart(send, client, fintoc):
    url = send("cl").url
    fintoc.creates()
    client.post(f"{url}payments/")

    assert client.get("/checkout/").url == "/cart/"


def test_a_way_that_was_dropped_meanwhile_is_not_swapped_in_silence(send):
    DeliveryRate.objects.exclude(destination="pickup").delete()

    response = send("cl")

    assert response.status_code == 422
    assert "Esa forma de entrega ya no se ofrece." in response.content.decode()
    assert not Order.objects.exists()


def test_two_tabs_with_two_addresses_make_one_order_with_the_later_one(send, give_details):
    first = send("cl")

    second = give_details(**{**HOME["cl"], "street": "Otra calle 9"})
    again = give_details(**HOME["cl"])  # from the first tab, by its back button

    assert first.url == second.url == again.url
    assert Order.objects.get().street == "Calle de ejemplo 123"


def test_to_pick_up_and_back_again_the_address_is_still_there(send, give_details, page):
    send("cl")
    give_details(**{**HOME["cl"], "way": "pickup"})

    offered = page("/checkout/")

    assert 'value="Calle de ejemplo 123"' in offered and 'value="Providencia"' in offered
    assert re.search(r'value="pickup"[^>]*checked', offered)
