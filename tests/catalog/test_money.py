import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from catalog.money import (
    EXPONENTS,
    NotMinorUnits,
    NotMoney,
    UnknownCurrency,
    format_money,
    read_money,
)
from catalog.templatetags.money import money


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (0, "CLP", "$0"),
        (999, "CLP", "$999"),
        (2_476, "CLP", "$2.476"),
        (12_990, "CLP", "$12.990"),
        (1_234_567, "CLP", "$1.234.567"),
        (-1_000, "CLP", "-$1.000"),
        (0, "MXN", "$0.00"),
        (7, "MXN", "$0.07"),
        (1_029, "MXN", "$10.29"),
        (129_900, "MXN", "$1,299.00"),
        (-50, "MXN", "-$0.50"),
    ],
)
def test_an_amount_is_written_as_its_country_writes_it(amount, currency, text):
    assert format_money(amount, currency) == text


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_readers_language_does_not_change_the_figures(language, settings):
    settings.LANGUAGE_CODE = language

    assert format_money(1_000_000, "CLP") == "$1.000.000"
    assert format_money(100_000_000, "MXN") == "$1,000,000.00"


@pytest.mark.parametrize("amount", [12.99, "1299", None, True])
def test_what_is_not_a_whole_number_of_minor_units_is_refused(amount):
    with pytest.raises(NotMinorUnits):
        format_money(amount, "CLP")


@pytest.mark.parametrize("currency", ["USD", "clp", "", None])
def test_an_unknown_currency_is_refused(currency):
    with pytest.raises(UnknownCurrency):
        format_money(100, currency)


@given(amount=st.integers(), currency=st.sampled_from(sorted(EXPONENTS)))
def test_no_digit_is_lost_in_writing(amount, currency):
    text = format_money(amount, currency)

    digits = "".join(character for character in text if character.isdigit())
    assert int(digits) * (-1 if text.startswith("-") else 1) == amount


def test_the_filter_writes_an_amount_beside_its_currency():
    assert money(12_990, "CLP") == "$12.990"


def test_the_filter_names_a_currency_that_is_not_the_shops(settings):
    assert money(12_990, "MXN") == "$129.90 MXN"
    settings.STORE_COUNTRY = "mx"
    assert money(12_990, "MXN") == "$129.90"
    assert money(12_990, "CLP") == "$12.990 CLP"


def test_the_filter_writes_what_came_in_a_currency_that_the_shop_does_not_know():
    with translation.override("es"):
        assert money(500_000, "USD") == "500000 USD, en la unidad más chica"
    with translation.override("en"):
        assert money(500_000, "USD") == "500000 USD, in the smallest unit"


def test_the_filter_refuses_a_missing_amount_rather_than_show_an_empty_price():
    with pytest.raises(NotMinorUnits):
        money("", "CLP")


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("12990", "CLP", 12_990),
        (" $12.990 ", "CLP", 12_990),
        ("1.012.990", "CLP", 1_012_990),
        ("0", "CLP", 0),
        ("10.29", "MXN", 1_029),
        ("$1,299.5", "MXN", 129_950),
        ("1299", "MXN", 129_900),
        ("$12.990 CLP", "CLP", 12_990),
        ("129.90MXN", "MXN", 12_990),
    ],
)
def test_what_a_person_typed_is_read_in_minor_units(text, currency, amount):
    assert read_money(text, currency) == amount


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        *[(text, "CLP") for text in ("", "12.99", "12,990", "-5", "1e3", "٣", "12 MXN", "CLP")],
        *[(text, "MXN") for text in ("10.299", "1.299,50", "10,29", "9" * 13)],
    ],
)
def test_what_could_mean_another_amount_is_not_read(text, currency):
    with pytest.raises(NotMoney):
        read_money(text, currency)


@pytest.mark.parametrize("currency", ["USD", "clp", "", None])
def test_of_an_unknown_currency_nothing_is_read(currency):
    with pytest.raises(UnknownCurrency):
        read_money("100", currency)
