"""The second factors: asked for by some amounts before a new payee, and by some accounts to pay."""

import pytest

from tests.simulator.widget_pages import BANK, Shopper, wait_for_end

ACCOUNTS = [
    ("813990168", ["000000"], "device"),
    ("170086177", ["0000"], "sms"),
    ("746326042", ["00", "00", "00"], "card"),
    ("4420245701", ["00", "00", "00"], "card"),
]
# Amounts that end in these digits: what is typed, and the event that says what is asked.
CONTACTS = [
    (1, ["0000"], "device_authentication_required"),
    (2, [], "app_authentication_required"),
    (4, ["000000"], "sms_authentication_required"),
    (5, ["00", "00", "00"], "card_authentication_required"),
    *((digits, [], "payment_selecting_auth") for digits in (6, 7, 8, 9)),
]


def at_the_code(simulator, intent, account="813990168"):
    return Shopper(simulator, intent).at_the_accounts().post(account=account)


@pytest.mark.parametrize(("account", "codes", "kind"), ACCOUNTS)
def test_an_account_is_paid_from_with_its_code(simulator, account, codes, kind):
    intent = simulator.create()
    shopper = at_the_code(simulator, intent, account)
    assert (shopper.step, shopper.events) == ("code", [f"{kind}_authentication_required"])
    assert f"<code>{', '.join(codes)}</code>" in shopper.text
    assert "known from third parties" in shopper.text

    shopper.post(code=codes)
    assert shopper.step == "wait"
    assert simulator.retrieve(intent)["sender_account"]["number"] == account
    wait_for_end(simulator, intent, "succeeded")


@pytest.mark.parametrize(("account", "codes", "kind"), ACCOUNTS)
def test_a_wrong_code_fails_the_payment(simulator, receiver, account, codes, kind):
    intent = simulator.create()
    shopper = at_the_code(simulator, intent, account)

    shopper.post(code=[code.replace("0", "1") for code in codes])
    wait_for_end(simulator, intent, "failed")
    assert simulator.retrieve(intent)["error_reason"] == "mfa_invalid_authorization"
    assert receiver.wait_for(1)[0].event["type"] == "payment_intent.failed"
    assert "The code was not right." in shopper.go(shopper.path).text


@pytest.mark.parametrize("codes", [["00000"], ["0000000"], ["abcdef"], ["000000", "000000"]])
def test_a_code_of_another_shape_is_told_in_place(simulator, codes):
    intent = simulator.create()
    shopper = at_the_code(simulator, intent).post(code=codes)

    assert shopper.step == "code" and 'aria-invalid="true"' in shopper.text
    assert shopper.post(code=["000000"]).step == "wait"


def test_the_shopper_may_say_no_to_the_bank(simulator):
    intent = simulator.create()
    at_the_code(simulator, intent).post(refuse="1")

    wait_for_end(simulator, intent, "rejected")


def test_another_account_may_be_chosen_instead_of_giving_a_code(simulator):
    intent = simulator.create()
    shopper = at_the_code(simulator, intent)
    assert shopper.go(shopper.path.replace("/code/", "/account/")).step == "account"

    shopper.post(account="422159212")
    wait_for_end(simulator, intent, "succeeded")


def test_a_code_is_never_asked_for_in_mexico(simulator):
    intent = simulator.create(currency="MXN", amount=102901)
    shopper = Shopper(simulator, intent, country="mx").post(institution=BANK["mx"])
    assert "813990168" not in shopper.text

    shopper.post(phone="5555555555", account="813990168")
    wait_for_end(simulator, intent, "succeeded")


@pytest.mark.parametrize(("digits", "codes", "event"), CONTACTS)
def test_the_amount_chooses_what_is_asked_before_a_new_payee(simulator, digits, codes, event):
    intent = simulator.create(amount=12900 + digits)
    shopper = Shopper(simulator, intent).at_the_accounts()
    assert (shopper.step, shopper.events) == ("contact", [event])
    assert f"the amount ends in <code>0{digits}</code>" in shopper.text
    assert "known from third parties" in shopper.text or "a guess" in shopper.text

    shopper.go(shopper.path, code=codes, go="on")
    assert (shopper.step, simulator.retrieve(intent)["status"]) == ("account", "in_progress")
    shopper.post(account="422159212")
    wait_for_end(simulator, intent, "succeeded")


@pytest.mark.parametrize("amount", [12900, 12910, 12990, 101000])
def test_most_amounts_ask_nothing(simulator, amount):
    assert Shopper(simulator, simulator.create(amount=amount)).at_the_accounts().step == "account"


@pytest.mark.parametrize(
    ("amount", "answer", "status", "reason"),
    [
        (12903, {"go": "on"}, "rejected", None),
        (12902, {"refuse": "1"}, "rejected", None),
        (12901, {"code": "1234"}, "failed", "mfa_invalid_authorization"),
        (12905, {"code": ["00", "00", "01"]}, "failed", "mfa_invalid_authorization"),
    ],
)
def test_without_the_new_payee_there_is_no_payment(simulator, amount, answer, status, reason):
    intent = simulator.create(amount=amount)
    shopper = Shopper(simulator, intent).at_the_accounts().post(**answer)

    assert (shopper.step, shopper.events) == ("wait", ["payment_error"])
    ended = simulator.retrieve(intent)
    assert (ended["status"], ended["error_reason"]) == (status, reason)


def test_the_new_payee_cannot_be_skipped(simulator):
    approved = Shopper(simulator, simulator.create(amount=12902)).at_the_accounts().post(go="on")
    pass_of_another = approved.path.partition("contact=")[2].partition("&")[0]
    shopper = Shopper(simulator, simulator.create(amount=12902)).at_the_accounts()
    accounts = shopper.path.replace("/contact/", "/account/")

    assert shopper.go(accounts, account="422159212").step == "contact"
    assert shopper.go(f"{accounts}&contact={pass_of_another}").step == "contact"


def test_a_new_payee_is_asked_for_again_at_another_bank(simulator):
    shopper = Shopper(simulator, simulator.create(amount=12902)).at_the_accounts().post(go="on")
    assert shopper.step == "account"
    shopper.go(shopper.path.replace("/account/", "/").replace("prueba_a", "prueba_b"))

    shopper.post(institution="cl_banco_de_prueba_b")
    assert shopper.post(rut="41614850-3", password="jonsnow").step == "contact"
