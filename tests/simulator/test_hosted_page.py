"""The page of a checkout session, and the ways back from it to the shop."""

import pytest

from tests.simulator.widget_pages import BANK, SentByTheShop, Shopper, wait_for_end

PAID, BACK = "https://shop.example.com/paid", "https://shop.example.com/back"


def attempt(simulator, session):
    return simulator.read_session(session)["payment_resource"]["payment_intent"]


def test_it_says_what_is_paid_to_whom_and_starts_nothing(simulator):
    session = simulator.open_session(business_profile={"name": "Tienda de ejemplo"})
    shopper = SentByTheShop(simulator, session)

    assert "$2.476 CLP" in shopper.text and "Payment to Tienda de ejemplo" in shopper.text
    assert shopper.ways_out == {BACK}
    assert "frame-ancestors 'none'" in shopper.page.headers["Content-Security-Policy"]
    assert simulator.read_session(session)["status"] == "created"


def test_it_goes_on_to_the_bank_and_comes_back_paid(simulator):
    session = simulator.open_session()
    shopper = SentByTheShop(simulator, session).begins()
    assert simulator.read_session(session)["status"] == "in_progress"
    assert (shopper.step, shopper.ways_out) == ("bank", {BACK})

    shopper.at_the_accounts().post(account="422159212")
    wait_for_end(simulator, attempt(simulator, session), "succeeded")
    assert shopper.go(shopper.path).ways_out == {PAID}
    assert simulator.read_session(session)["status"] == "finished"


def test_in_mexico_it_asks_for_the_phone(simulator):
    session = simulator.open_session(currency="MXN")
    shopper = SentByTheShop(simulator, session).begins().post(institution=BANK["mx"])
    shopper.post(phone="5555555555")

    wait_for_end(simulator, attempt(simulator, session), "succeeded")


@pytest.mark.parametrize(
    ("outcome", "address"), [("hold", PAID), ("fail", BACK), ("reject", BACK), ("succeed", PAID)]
)
def test_how_it_ended_decides_where_one_returns(simulator, outcome, address):
    session = simulator.open_session()
    shopper = SentByTheShop(simulator, session).begins()
    simulator.decide(attempt(simulator, session), outcome)

    assert shopper.go(shopper.path).ways_out == {address}
    over = SentByTheShop(simulator, session)
    assert "This payment is over" in over.text and over.ways_out == {address}
    assert "This payment is over" in over.begins().text


def test_another_attempt_is_offered_where_sessions_take_several(simulator):
    simulator.call("POST", "/control/switches", json={"intents_per_session": "several"})
    session = simulator.open_session()
    shopper = SentByTheShop(simulator, session).begins()
    first = attempt(simulator, session)
    simulator.decide(first, "fail")
    assert f'href="/checkout/{session["id"]}"' in shopper.go(shopper.path).text

    assert SentByTheShop(simulator, session).begins().step == "bank"
    assert attempt(simulator, session)["id"] != first["id"]


def test_it_lives_as_long_as_its_session(simulator):
    session = simulator.open_session()
    shopper = SentByTheShop(simulator, session).begins().post(institution=BANK["cl"])
    age = f"/control/checkout_sessions/{session['id']}/age"
    simulator.call("POST", age, json={"seconds": 3600})
    shopper.post(rut="41614850-3", password="jonsnow")
    assert shopper.step == "account"

    simulator.call("POST", age, json={"seconds": 24 * 3600})
    assert shopper.go(shopper.path).problem == "dead_session"
    assert "10 minutes" not in shopper.text and "timed out" in shopper.text
    assert shopper.ways_out == {BACK}
    assert "The time to pay is over" in SentByTheShop(simulator, session).text


def test_no_other_session_has_a_page(simulator):
    embedded = simulator.open_session(success_url=None, cancel_url=None)

    for session_id in ("cs_none", embedded["id"]):
        assert simulator.call("GET", f"/checkout/{session_id}", key="").status_code == 404


@pytest.mark.parametrize(("currency", "country"), [("CLP", "cl"), ("MXN", "mx")])
def test_a_session_token_opens_the_widget_without_country_and_holder(simulator, currency, country):
    session = simulator.open_session(currency=currency, success_url=None, cancel_url=None)
    shopper = Shopper(
        simulator,
        {"widget_token": ""},
        session_token=session["session_token"],
        country="",
        holder_type="",
    )
    assert (shopper.step, shopper.problem) == ("bank", None)
    assert 'data-leave="exit"' in shopper.text

    shopper.post(institution=BANK[country])
    assert shopper.step == "login"


@pytest.mark.parametrize("change", [lambda token: "cs_x_sec_y", lambda token: token + "x"])
def test_another_session_token_opens_nothing(simulator, change):
    token = simulator.open_session(success_url=None, cancel_url=None)["session_token"]
    shopper = Shopper(simulator, {"widget_token": ""}, session_token=change(token))

    assert (shopper.page.status_code, shopper.problem) == (400, "session_token")
