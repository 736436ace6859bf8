import pytest

from catalog.country import UnknownCountry, store_country


@pytest.mark.parametrize(("code", "currency", "percent"), [("cl", "CLP", 19), ("mx", "MXN", 16)])
def test_a_shop_sells_in_its_countrys_currency_with_its_tax(settings, code, currency, percent):
    settings.STORE_COUNTRY = code

    country = store_country()

    assert (country.currency, country.tax_percent) == (currency, percent)


def test_a_country_we_cannot_sell_in_is_named_in_the_error(settings):
    settings.STORE_COUNTRY = "pe"

    with pytest.raises(UnknownCountry, match=r"'pe'.*cl, mx"):
        store_country()
