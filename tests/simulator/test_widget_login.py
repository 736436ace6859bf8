import re

import pytest

from tests.simulator.widget_pages import BANK, Shopper


def told(shopper):
    found = re.search(r'role="alert"[^>]*>([^<]*)<', shopper.text)
    return found and found[1]


@pytest.mark.parametrize(
    ("rut", "password", "sentence"),
    [
        ("41614850-4", "jonsnow", "That RUT is not valid"),
        ("4161", "jonsnow", "That RUT is not valid"),
        ("name", "jonsnow", "That RUT is not valid"),
        ("12345678-5", "jonsnow", "no customer with that RUT"),
        ("41614850-3", "wrong", "That password is not right"),
    ],
)
def test_a_wrong_login_is_told_in_place_and_may_be_tried_again(simulator, rut, password, sentence):
    intent = simulator.create()
    shopper = Shopper(simulator, intent).post(institution=BANK["cl"])

    shopper.post(rut=rut, password=password)
    assert shopper.step == "login" and sentence in told(shopper)
    assert f'value="{rut}"' in shopper.text and "wrong" not in shopper.text
    assert simulator.retrieve(intent)["status"] == "created"
    assert shopper.post(rut="41614850-3", password="jonsnow").step == "account"


@pytest.mark.parametrize(
    ("field", "rut", "password"),
    [("rut", "41614850-4", "jonsnow"), ("password", "41614850-3", "wrong")],
)
def test_only_the_wrong_field_is_marked(simulator, field, rut, password):
    shopper = Shopper(simulator, simulator.create()).post(institution=BANK["cl"])
    shopper.post(rut=rut, password=password)

    assert re.findall(r'id="(\w+)"[^>]*aria-invalid', shopper.text) == [field]


@pytest.mark.parametrize(
    ("phone", "sentence"), [("123", "Enter the 10 digits"), ("5512345678", "not the test one")]
)
def test_a_wrong_phone_is_told_in_place(simulator, phone, sentence):
    intent = simulator.create(currency="MXN")
    shopper = Shopper(simulator, intent, country="mx").post(institution=BANK["mx"])

    assert sentence in told(shopper.post(phone=phone))
    assert shopper.post(phone="+52 55 5555 5555").step == "wait"


def test_a_preset_bank_and_user_are_used(simulator):
    intent = simulator.create()
    shopper = Shopper(simulator, intent, institution_id=BANK["cl"], username="41614850-3")
    shopper.go(shopper.path.replace("/widget/", "/widget/login/"))
    assert shopper.step == "login"
    assert re.search(r'value="41614850-3"[^>]*readonly', shopper.text, re.DOTALL)

    assert shopper.post(rut="ignored", password="jonsnow").step == "account"
