import time

import pytest

from tests.simulator.widget_pages import BANK, Shopper, wait_for_end


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
        ("900000002", ["failed"], "insufficient_funds"),
        ("900000003", ["failed"], "mfa_authorization_timeout"),
        ("900000004", ["pending", "failed"], "unresolved_final_status"),
        ("900000005", ["requires_action", "succeeded"], None),
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


@pytest.mark.parametrize(("lang", "words"), [("es", "Elige tu banco"), ("en", "Choose your bank")])
def test_it_speaks_spanish_and_english(simulator, lang, words):
    assert words in Shopper(simulator, simulator.create(), lang=lang).text


def test_deciding_from_outside_ends_the_wait(simulator):
    intent = simulator.create()
    shopper = Shopper(simulator, intent)
    simulator.decide(intent, "reject")

    assert shopper.go(shopper.path).step == "wait"
    assert "Payment rejected" in shopper.text
