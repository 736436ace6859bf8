"""What delivery costs: by region, for the rest, free over an amount, and not everywhere."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from catalog.delivery import HOME, NotDelivered, delivery_rates
from catalog.delivery_rate import ELSEWHERE, PICKUP
from catalog.models import DeliveryRate

pytestmark = pytest.mark.django_db


@pytest.fixture
def rate():
    def add(destination, **facts):
        return DeliveryRate.objects.create(country="cl", destination=destination, **facts)

    return add


def cost(region="13", *, way=HOME, subtotal=12_990):
    return delivery_rates().quote(way=way, region=region, subtotal=subtotal).amount


def test_a_region_with_its_own_rate_pays_that_and_the_rest_the_other(rate):
    rate("13", amount=3_490)
    rate(ELSEWHERE, amount=4_990)

    assert (cost("13"), cost("05")) == (3_490, 4_990)


@pytest.mark.parametrize(
    ("subtotal", "amount"), [(59_999, 3_490), (60_000, 0), (60_001, 0), (1, 3_490)]
)
def test_it_is_free_from_exactly_the_amount_on(rate, subtotal, amount):
    rate("13", amount=3_490, free_from=60_000)

    assert cost(subtotal=subtotal) == amount


def test_a_region_that_is_not_offered_gets_nothing_even_if_the_rest_does(rate):
    rate("12", is_offered=False)
    rate(ELSEWHERE, amount=4_990)

    assert not delivery_rates().delivers_to("12")
    with pytest.raises(NotDelivered):
        cost("12")


def test_without_a_rate_for_the_rest_only_named_regions_get_anything(rate):
    rate("13", amount=3_490)

    with pytest.raises(NotDelivered):
        cost("05")


def test_a_shop_that_set_no_rate_sends_nothing_and_lets_pick_up():
    assert delivery_rates().ways == [PICKUP]
    assert cost(way=PICKUP) == 0
    with pytest.raises(NotDelivered):
        cost("13")


def test_the_first_rate_of_a_region_takes_no_pick_up_away(rate):
    rate("13", amount=3_490)

    assert delivery_rates().ways == [HOME, PICKUP]
    assert (cost("13"), cost(way=PICKUP)) == (3_490, 0)


def test_a_price_of_picking_up_replaces_the_free_one(rate):
    rate(PICKUP, amount=500)

    assert cost(way=PICKUP) == 500


@pytest.mark.parametrize(
    ("rates", "ways"),
    [
        ({"13": {}}, [HOME, PICKUP]),
        ({"13": {}, PICKUP: {}}, [HOME, PICKUP]),
        ({"13": {"is_offered": False}, PICKUP: {}}, [PICKUP]),
        ({"13": {}, PICKUP: {"is_offered": False}}, [HOME]),
        ({PICKUP: {"is_offered": False}}, []),
    ],
)
def test_what_is_offered_is_what_the_merchant_says(rate, rates, ways):
    for destination, facts in rates.items():
        rate(destination, **facts)

    assert delivery_rates().ways == ways


@pytest.mark.parametrize("way", ["", "drone", "pickup"])
def test_a_way_that_is_not_offered_is_refused(rate, way):
    rate("13", amount=3_490)
    rate(PICKUP, is_offered=False)

    with pytest.raises(NotDelivered):
        cost(way=way)


def test_no_region_passes_for_the_pick_up(rate):
    rate(PICKUP)

    with pytest.raises(NotDelivered):
        cost(PICKUP)


@pytest.mark.parametrize(
    ("subtotal", "least", "is_free"), [(1, 3_490, False), (60_000, 0, False), (90_000, 0, True)]
)
def test_sending_is_free_once_it_is_to_every_place_that_is_sent_to(rate, subtotal, least, is_free):
    rate("13", amount=3_490, free_from=60_000)
    rate("11", amount=8_990, free_from=90_000)
    rate("12", amount=9_990, is_offered=False)
    rate(PICKUP, amount=500)

    rates = delivery_rates()
    assert (rates.least(subtotal=subtotal), rates.is_free(subtotal=subtotal)) == (least, is_free)


def test_where_nothing_is_sent_it_is_not_free_either():
    assert not delivery_rates().is_free(subtotal=1)


def test_another_countrys_rates_are_not_ours(rate, settings):
    rate("13", amount=3_490)
    settings.STORE_COUNTRY = "mx"

    assert delivery_rates().ways == [PICKUP]


def test_a_destination_has_one_rate(rate):
    rate("13")

    with pytest.raises(IntegrityError):
        rate("13")


def test_seeding_again_leaves_what_the_merchant_changed():
    call_command("seed_demo", verbosity=0)
    DeliveryRate.objects.filter(country="cl", destination="13").update(amount=1)

    call_command("seed_demo", verbosity=0)

    assert cost("13") == 1
    assert cost("05") == 4_990
