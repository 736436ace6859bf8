"""Mexico's Spanish: everything that Chile says in its own words has Mexico's, and nothing else."""

import gettext
import re
from datetime import datetime

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as gettext_

from orders.models import Order
from tests import factories

CHILEAN = re.compile(
    r"\b(carro|cartola|tus movimientos|anul\w+|clave|boleta|despach\w+|retir(o|ar)|comuna"
    r"|arrepent\w+|computador)\b",
    re.IGNORECASE,
)
PLACES = re.compile(r"%\(\w+\)[sd]|<[^>]+>")


def words(language):
    """Each text in the code, and what it is in `language`. A plural has a text per form."""
    path = settings.BASE_DIR / "locale" / language / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        catalogue = gettext.GNUTranslations(file)._catalog
    return {key: text for key, text in catalogue.items() if key}


@pytest.fixture(scope="module")
def english():
    """All texts of the shop: `make check` holds that none is missing."""
    return words("en")


@pytest.fixture(scope="module")
def mexican():
    return words("es_MX")


def text_of(key):
    return (key[0] if isinstance(key, tuple) else key).rpartition("\x04")[2]


def test_every_chilean_word_has_its_mexican_one(english, mexican):
    assert len(english) > 200
    missing = [key for key in english if CHILEAN.search(text_of(key)) and key not in mexican]

    assert missing == []


def test_mexico_reads_no_chilean_word(mexican):
    assert [text for text in mexican.values() if CHILEAN.search(text)] == []


def test_every_mexican_word_is_one_that_the_code_still_uses(english, mexican):
    of_django = {*MONTHS.values(), *WEEKDAYS_ABBR.values()}
    with translation.override(None):
        of_django = {str(word) for word in of_django}
    assert set(mexican) <= {*english, *of_django}


@pytest.mark.parametrize("language", ["es", "es-mx"])
@pytest.mark.parametrize("month", range(1, 13))
def test_no_spanish_writes_a_month_or_a_day_with_a_capital(language, month):
    formats = ["DATE_FORMAT", "DATETIME_FORMAT", "MONTH_DAY_FORMAT"]
    with translation.override(language):
        formats += [gettext_("D j b"), gettext_("j b H:i")]
        written = [date_format(datetime(2026, month, month), each) for each in formats]

    assert [each for each in written if each != each.lower()] == []


def test_nothing_is_lost_between_the_two(mexican):
    for key, text in mexican.items():
        assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(text_of(key)))


@pytest.fixture
def shop_in_mexico(settings):
    settings.STORE_COUNTRY = "mx"
    settings.LANGUAGE_CODE = "es-mx"


@pytest.mark.parametrize("wish", ["", "es", "es-ES", "es-419", "es-MX", "de"])
def test_a_shop_in_mexico_speaks_its_spanish(shop_in_mexico, page, wish):
    html = page("/cart/", accept_language=wish)

    assert "Tu carrito está vacío" in html
    assert '<html lang="es-MX">' in html


def test_a_shop_in_mexico_speaks_english_to_whoever_wants_it(shop_in_mexico, page):
    assert "Your cart is empty" in page("/cart/", accept_language="en-US,en;q=0.9,es;q=0.5")


@pytest.mark.parametrize("wish", ["", "es", "es-ES", "es-CL"])
def test_a_shop_in_chile_speaks_its_spanish(page, wish):
    html = page("/cart/", accept_language=wish)

    assert "Tu carro está vacío" in html
    assert '<html lang="es-CL">' in html


def test_a_mexican_browser_is_spoken_to_as_at_home(page):
    assert "Tu carrito está vacío" in page("/cart/", accept_language="es-MX")


def test_the_switch_outlives_the_shops_country(shop_in_mexico, client, page):
    client.post("/language/", {"language": "es", "next": "/cart/"})

    assert "Tu carro está vacío" in page("/cart/")


def test_money_is_written_as_its_currency_is_in_every_language(shop_in_mexico, client, page):
    product = factories.product(currency="MXN", price=1_299_00)
    for language in ("es", "es-mx", "en"):
        client.post("/language/", {"language": language, "next": "/"})
        assert "$1,299.00" in page(f"/products/{product.slug}/")


def test_an_order_remembers_the_language_it_was_placed_in(shop_in_mexico, fill_cart, give_details):
    fill_cart(factories.product(currency="MXN"))

    token = give_details().headers["Location"].split("/")[2]

    assert Order.objects.get(token=token).language == "es-mx"
