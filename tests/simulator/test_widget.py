import re
import time

import pytest

from tests.simulator.widget_pages import Shopper

BANK = {"cl": "cl_banco_de_prueba_a", "mx": "mx_banco_de_prueba_b"}


def wait_for_end(simulator, intent, *statuses):
    seen = []
    for _ in range(400):
        status = simulator.retrieve(intent)["status"]
        if not seen or seen[-1] != status:
            seen.append(status)
        if status == statuses[-1]:
            return seen
        time.sleep(0.005)
    raise AssertionError(seen)


@pytest.mark.parametrize("rut", ["41614850-3", "40.427.672-7", "415792638"])
def test_chile_pays_with_the_documented_values(simulator, receiver, rut):
    intent = simulator.create()
    shopper = Shopper(simulator, intent)
    shopper.post(institution=BANK["cl"])
    assert (shopper.step, simulator.retrieve(intent)["status"]) == ("login", "created")

    shopper.post(rut=rut, password="jonsnow")
    assert (shopper.step, simulator.retrieve(intent)["status"]) == ("account", "in_progress")
    assert receiver.received == []

    shopper.post(account="422159212")
    assert shopper.step == "wait"
    assert simulator.retrieve(intent)["sender_account"] == {
        "holder_id": rut.replace(".", "").replace("-", ""),
        "number": "422159212",
        "type": "checking_account",
        "institution_id": BANK["cl"],
    }
    wait_for_end(simulator, intent, "succeeded")
    assert receiver.wait_for(1)[0].event["type"] == "payment_intent.succeeded"
    assert "Payment done" in shopper.go(shopper.path).text


def test_mexico_pays_with_the_documented_phone(simulator, receiver):
    intent = simulator.create(currency="MXN", amount=1029)
    shopper = Shopper(simulator, intent, country="mx")
    assert "$10.29 MXN" in shopper.text
    shopper.post(institution=BANK["mx"]).post(phone="55 5555 5555")

    assert shopper.step == "wait"
    wait_for_end(simulator, intent, "succeeded")
    paid = simulator.retrieve(intent)
    assert paid["sender_account"]["institution_id"] == BANK["mx"]


@pytest.mark.parametrize("country", ["cl", "mx"])
@pytest.mark.parametrize(
    ("account", "statuses", "reason"),
    [
        ("5233137377", ["rejected"], None),
        ("900000001", ["failed"], "mfa_locked"),
        ("512347890123", ["pending", "succeeded"], None),
    ],
)
def test_other_accounts_end_otherwise(simulator, receiver, country, account, statuses, reason):
    intent = simulator.create(currency="MXN" if country == "mx" else "CLP")
    shopper = Shopper(simulator, intent, country=country).post(institution=BANK[country])
    ending = {"account": account, "reason": "mfa_locked"}
    if country == "mx":
        shopper.post(phone="5555555555", **ending)
    else:
        shopper.post(rut="41614850-3", password="jonsnow").post(**ending)

    wait_for_end(simulator, intent, *statuses)
    types = [item.event["type"] for item in receiver.wait_for(len(statuses))]
    assert types == [f"payment_intent.{status}" for status in statuses]
    assert simulator.retrieve(intent)["error_reason"] == reason


def test_a_wrong_login_is_told_in_place_and_may_be_tried_again(simulator):
    intent = simulator.create()
    shopper = Shopper(simulator, intent).post(institution=BANK["cl"])
    shopper.post(rut="11111111-1", password="jonsnow")
    assert shopper.step == "login" and 'role="alert"' in shopper.text
    assert "11111111-1" in shopper.text
    shopper.post(rut="41614850-3", password="wrong")
    assert shopper.step == "login" and "wrong" not in shopper.text

    assert simulator.retrieve(intent)["status"] == "created"
    assert shopper.post(rut="41614850-3", password="jonsnow").step == "account"


def test_a_wrong_phone_is_told_in_place(simulator):
    intent = simulator.create(currency="MXN")
    shopper = Shopper(simulator, intent, country="mx").post(institution=BANK["mx"])

    assert 'role="alert"' in shopper.post(phone="123").text
    assert shopper.post(phone="5555555555").step == "wait"


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"public_key": ""}, "no_key"),
        ({"public_key": "pk_test_other"}, "unknown_key"),
        ({"public_key": "pk_live_x"}, "live_key"),
        ({"public_key": "sk_test_x"}, "secret_key"),
        ({"product": "movements"}, "unknown_product"),
        ({"country": "ar"}, "unknown_country"),
        ({"country": "mx"}, "other_country"),
        ({"holder_type": "business"}, "unknown_holder_type"),
        ({"widget_token": ""}, "no_token"),
        ({"widget_token": "pi_x_sec_y"}, "unknown_token"),
        ({"widget_token": "ñ"}, "unknown_token"),
    ],
)
def test_wrong_options_are_told_on_the_page(simulator, options, problem):
    shopper = Shopper(simulator, simulator.create(), **options)

    assert (shopper.page.status_code, shopper.problem) == (400, problem)


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


def test_a_token_may_die_in_peace_once_the_account_is_chosen(simulator):
    intent = simulator.create()
    shopper = Shopper(simulator, intent).post(institution=BANK["cl"])
    shopper.post(rut="41614850-3", password="jonsnow").post(account="512347890123")
    wait_for_end(simulator, intent, "pending")
    simulator.decide(intent, "age", seconds=601)

    assert wait_for_end(simulator, intent, "succeeded")[-1] == "succeeded"


def test_no_step_can_be_skipped_or_done_twice(simulator, receiver):
    intent = simulator.create()
    shopper = Shopper(simulator, intent).post(institution=BANK["cl"])
    login = shopper.path
    account = login.replace("/login/", "/account/")
    assert shopper.go(account, account="422159212").step == "login"

    shopper.go(login, rut="41614850-3", password="jonsnow")
    shopper.go(account, account="422159212").go(account, account="5233137377")
    wait_for_end(simulator, intent, "succeeded")
    time.sleep(0.3)
    assert len(receiver.received) == 1


def test_a_preset_bank_and_user_are_used(simulator):
    intent = simulator.create()
    shopper = Shopper(simulator, intent, institution_id=BANK["cl"], username="41614850-3")
    shopper.go(shopper.path.replace("/widget/", "/widget/login/"))
    assert shopper.step == "login"
    assert re.search(r'value="41614850-3"[^>]*readonly', shopper.text, re.DOTALL)

    assert shopper.post(rut="ignored", password="jonsnow").step == "account"


@pytest.mark.parametrize(("lang", "words"), [("es", "Elige tu banco"), ("en", "Choose your bank")])
def test_it_speaks_spanish_and_english(simulator, lang, words):
    assert words in Shopper(simulator, simulator.create(), lang=lang).text


def test_deciding_from_outside_ends_the_wait(simulator):
    intent = simulator.create()
    shopper = Shopper(simulator, intent)
    simulator.decide(intent, "reject")

    assert shopper.go(shopper.path).step == "wait"
    assert "Payment rejected" in shopper.text
