import re

import pytest

from tests.simulator.widget_pages import BANK, Shopper, wait_for_end


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"public_key": ""}, "no_key"),
        ({"product": ""}, "no_product"),
        ({"holder_type": ""}, "no_holder_type"),
        ({"public_key": "pk_test_other"}, "unknown_key"),
        ({"public_key": "pk_live_x"}, "live_key"),
        ({"public_key": "sk_test_x"}, "secret_key"),
        ({"product": "movements"}, "unknown_product"),
        ({"country": "ar"}, "unknown_country"),
        ({"country": "mx"}, "other_country"),
        ({"holder_type": "business"}, "unknown_holder_type"),
        ({"widget_token": ""}, "no_token"),
        ({"widget_token": "pi_x_sec_y"}, "unknown_token"),
        ({"widget_token": "pi_x"}, "malformed_token"),
        ({"widget_token": "ñ"}, "malformed_token"),
        ({"widget_token": "", "session_token": "cs_x_sec_y"}, "session_token"),
    ],
)
def test_wrong_options_are_told_on_the_page(simulator, options, problem):
    shopper = Shopper(simulator, simulator.create(), **options)

    assert (shopper.page.status_code, shopper.problem) == (400, problem)
    assert shopper.events == ["on_error"]


def test_a_token_with_another_secret_opens_nothing(simulator):
    intent = simulator.create()

    forged = intent["widget_token"][:-1] + "-"
    assert Shopper(simulator, intent, widget_token=forged).problem == "unknown_token"


def test_a_dead_token_stops_the_widget_at_any_step(simulator):
    intent = simulator.create()
    shopper = Shopper(simulator, intent).post(institution=BANK["cl"])
    simulator.decide(intent, "age", seconds=601)

    assert shopper.post(rut="41614850-3", password="jonsnow").problem == "dead_token"
    wait_for_end(simulator, intent, "expired")
    assert Shopper(simulator, intent).problem == "dead_token"


def test_the_page_knows_when_its_token_dies_until_the_account_is_chosen(simulator):
    intent = simulator.create()
    shopper = Shopper(simulator, intent)
    simulator.decide(intent, "age", seconds=400)
    found = re.search(r'data-dies-in="(\d+)"', shopper.go(shopper.path).text)
    assert 190 <= int(found[1]) <= 200

    shopper.at_the_accounts().post(account="512347890123")
    assert "data-dies-in" not in shopper.text
