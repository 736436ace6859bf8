"""What a form may say about money: nothing (F1), in 200 ways."""

import pytest

from orders.models import Order
from tests import factories

PRICE = 12_990
ODD = ["-1", "0", "1.5", "1e3", "9" * 30, "2147483648", "9223372036854775808", "NaN", "", " ", "١"]
ODD += ["0x10", "1,5", "true", "null", "1;2", "%00", "\x00", "1\n2", "🛒"]
EXTRA = ["amount", "price", "total", "status", "currency", "discount", "email_verified", "token"]
EXTRA += ["is_paid", "tax"]
DETAILS = {"email": "cliente@example.com", "name": "Nombre", "terms": "on"}

pytestmark = pytest.mark.django_db


def ordered():
    return list(Order.objects.values_list("amount", "currency", "status"))


@pytest.mark.parametrize("quantity", ODD)
def test_an_odd_quantity_is_refused_or_read_as_a_whole_number_in_stock(quantity, client):
    mug = factories.product(stock=5)
    for path, field in (("/cart/add/", "quantity"), ("/cart/update/", mug.slug)):
        answer = client.post(path, {"product": mug.slug, field: quantity, "quantity": quantity})
        assert answer.status_code < 500
    assert client.post("/checkout/", DETAILS).status_code < 500
    for amount, currency, status in ordered():
        assert amount in [PRICE * number for number in range(1, 6)]
        assert (currency, status) == ("CLP", "created")


@pytest.mark.parametrize("field", EXTRA)
@pytest.mark.parametrize("value", [*ODD[:12], "1", "succeeded", "MXN", "12989"])
def test_a_field_too_many_changes_nothing(field, value, client):
    mug = factories.product()
    client.post("/cart/add/", {"product": mug.slug, "quantity": 1, field: value})

    answer = client.post("/checkout/", {**DETAILS, field: [value, "1"]})

    assert answer.status_code == 303
    assert ordered() == [(PRICE, "CLP", "created")]
