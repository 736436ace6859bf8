"""What becomes of checkout sessions: the shopper's payments, time, and the merchant's hand."""

import time

import pytest

QUIET_SECONDS = 0.5  # in which nothing more may arrive; the waits here last a fiftieth
FINISHED, EXPIRED = "checkout_session.finished", "checkout_session.expired"


def types(receiver, count):
    """In no order: deliveries run side by side."""
    return sorted(one.event["type"] for one in receiver.wait_for(count))


def intents(simulator):
    return simulator.call("GET", "/v1/payment_intents").json()


def the_intent(session):
    return session["payment_resource"]["payment_intent"]


def expire(simulator, session, version=2):
    return simulator.call("POST", f"/v{version}/checkout_sessions/{session['id']}/expire", json={})


def test_a_shopper_who_begins_to_pay_makes_an_intent(simulator):
    session = simulator.open_session(customer_email="name@example.com")
    started = simulator.act(session, "start").json()

    assert started["status"] == "in_progress"
    intent = the_intent(started)
    assert (intent["amount"], intent["customer_email"]) == (2476, "name@example.com")
    assert intent["widget_token"] is None
    assert intents(simulator) == [intent]
    assert simulator.act(session, "start").json() == started


@pytest.mark.parametrize(
    ("outcome", "status"),
    [("succeed", "succeeded"), ("fail", "failed"), ("hold", "pending")],
)
def test_a_session_is_finished_which_does_not_mean_paid(simulator, receiver, outcome, status):
    session = simulator.open_session()
    ended = simulator.act(session, outcome).json()

    assert (ended["status"], the_intent(ended)["status"]) == ("finished", status)
    assert types(receiver, 2) == [FINISHED, f"payment_intent.{status}"]
    (told,) = [one.event for one in receiver.received if one.event["type"] == FINISHED]
    assert told["data"] == ended == simulator.read_session(session)


def test_a_parked_payment_resolves_after_its_session_was_finished_once(simulator, receiver):
    session = simulator.open_session()
    simulator.act(session, "hold")
    resolved = simulator.act(session, "succeed").json()

    assert (resolved["status"], the_intent(resolved)["status"]) == ("finished", "succeeded")
    assert types(receiver, 3).count(FINISHED) == 1


def test_dropped_is_neither_the_payments_event_nor_the_sessions(simulator, receiver):
    simulator.act(simulator.open_session(), "succeed", told="dropped")
    time.sleep(QUIET_SECONDS)

    assert receiver.received == []
    assert {delivery["manner"] for delivery in simulator.deliveries()} == {"dropped"}


def test_delayed_are_the_payments_event_and_the_sessions(simulator, receiver):
    began = time.time()
    simulator.act(simulator.open_session(), "succeed", told="delayed")

    assert all(one.at - began >= 10 / 50 for one in receiver.wait_for(2))


def test_twice_are_the_payments_event_and_the_sessions(simulator, receiver):
    simulator.act(simulator.open_session(), "succeed", told="twice")

    assert types(receiver, 4) == [FINISHED] * 2 + ["payment_intent.succeeded"] * 2


def test_out_of_order_only_the_payments_waiting_comes_late(simulator, receiver):
    simulator.act(simulator.open_session(), "succeed", told="out_of_order")
    told = [one.event for one in receiver.wait_for(3)]

    assert told[-1]["type"] == "payment_intent.pending"
    assert types(receiver, 3) == [FINISHED, "payment_intent.pending", "payment_intent.succeeded"]
    (finished,) = [event["data"] for event in told if event["type"] == FINISHED]
    assert the_intent(finished)["status"] == "succeeded"


def test_other_money_may_come_for_a_session(simulator):
    session = simulator.open_session()
    paid = simulator.act(session, "succeed", amount=900, currency="MXN").json()

    assert (the_intent(paid)["amount"], the_intent(paid)["currency"]) == (900, "MXN")
    assert (paid["amount"], paid["currency"]) == (2476, "CLP")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("succeed", {"told": "loudly"}),
        ("succeed", {"amount": "900"}),
        ("succeed", {"currency": "EUR"}),
        ("hold", {"told": "out_of_order"}),
        ("start", {"told": "twice"}),
        ("expire", {"amount": 900}),
    ],
)
def test_an_oddity_that_cannot_be_is_refused_and_changes_nothing(simulator, receiver, name, body):
    session = simulator.open_session()

    assert simulator.act(session, name, **body).status_code == 400
    assert simulator.read_session(session) == session
    assert simulator.deliveries() == []


def test_a_refused_outcome_does_not_begin_the_session(simulator):
    session = simulator.open_session()

    assert simulator.act(session, "resolve").status_code == 409
    assert simulator.read_session(session) == session
    assert intents(simulator) == []


def test_ten_days_end_the_payment_of_a_session_that_waits(simulator, receiver):
    session = simulator.open_session()
    simulator.act(session, "hold")
    simulator.act(session, "age", seconds=864_000)

    assert "payment_intent.failed" in types(receiver, 3)
    (intent,) = intents(simulator)
    assert (intent["status"], intent["error_reason"]) == ("failed", "unresolved_final_status")


@pytest.mark.parametrize("version", [1, 2])
def test_a_session_nobody_began_to_pay_can_be_expired(simulator, receiver, version):
    session = simulator.open_session(version=version)
    answer = expire(simulator, session, version)

    assert (answer.status_code, answer.json()["status"]) == (201, "expired")
    assert types(receiver, 1) == [EXPIRED]
    assert simulator.act(session, "start").status_code == 409


@pytest.mark.parametrize("status", [400, 409])
@pytest.mark.parametrize("before", ["start", "succeed", "expire"])
def test_any_other_cannot(simulator, before, status):
    simulator.switch(state_refusal_status=str(status))
    session = simulator.open_session()
    as_it_was = simulator.act(session, before).json()
    answer = expire(simulator, session)

    assert (answer.status_code, answer.json()["error"]["type"]) == (
        status,
        "invalid_request_error",
    )
    assert simulator.read_session(session) == as_it_was


def test_time_expires_a_session_and_what_was_not_at_the_bank(simulator, receiver):
    session = simulator.open_session()
    simulator.act(session, "start")
    simulator.act(session, "age", seconds=24 * 3600 - 60)
    time.sleep(0.2)
    assert simulator.read_session(session)["status"] == "in_progress"

    simulator.act(session, "age", seconds=120)
    assert types(receiver, 2) == [EXPIRED, "payment_intent.expired"]
    assert simulator.read_session(session)["status"] == "expired"


def test_money_may_come_after_the_session_expired(simulator):
    session = simulator.open_session()
    simulator.act(session, "start")
    simulator.act(session, "expire")
    late = simulator.act(session, "succeed").json()

    assert (late["status"], the_intent(late)["status"]) == ("expired", "succeeded")


@pytest.mark.parametrize(("copied", "metadata"), [(True, {"order": "CL-1"}), (False, {})])
def test_the_sessions_metadata_is_copied_to_the_intent_or_not(simulator, copied, metadata):
    simulator.switch(session_metadata_copied=copied)
    session = simulator.open_session(metadata={"order": "CL-1"})

    started = simulator.act(session, "start").json()
    assert the_intent(started)["metadata"] == metadata
    assert started["metadata"] == {"order": "CL-1"}


def test_after_a_failure_the_session_is_finished(simulator):
    session = simulator.open_session()
    simulator.act(session, "fail")

    assert simulator.act(session, "start").status_code == 409
    assert len(intents(simulator)) == 1


def test_or_the_shopper_tries_again_when_the_switch_says_so(simulator, receiver):
    simulator.switch(intents_per_session="several")
    session = simulator.open_session()
    failed = simulator.act(session, "fail").json()
    paid = simulator.act(session, "succeed").json()

    assert [failed["status"], paid["status"]] == ["in_progress", "finished"]
    assert the_intent(failed)["id"] != the_intent(paid)["id"]
    assert [intent["status"] for intent in intents(simulator)] == ["succeeded", "failed"]
    assert types(receiver, 3).count(FINISHED) == 1


def test_a_direct_payments_recipient_is_the_intents(simulator):
    account = {
        "holder_id": "111111111",
        "number": "987654",
        "type": "checking_account",
        "institution_id": "cl_banco_de_prueba_b",
    }
    options = {"bank_transfer": {"recipient_account": account}}
    session = simulator.open_session(payment_method_options=options)

    assert the_intent(simulator.act(session, "start").json())["recipient_account"] == account


def test_a_session_or_an_act_that_is_not_there_is_404(simulator):
    assert simulator.act({"id": "cs_unknown"}, "start").status_code == 404
    assert simulator.act({"id": "cs_unknown"}, "age", seconds=5).status_code == 404
    assert simulator.act(simulator.open_session(), "explode").status_code == 404


@pytest.mark.parametrize("type", [FINISHED, EXPIRED])
def test_a_test_event_carries_a_session_that_does_not_exist(simulator, receiver, type):
    simulator.call("POST", "/v1/events/trigger", json={"type": type})

    data = receiver.wait_for(1)[0].event["data"]
    assert (data["object"], data["status"]) == ("checkout_session", type.split(".")[1])
    assert simulator.call("GET", f"/v2/checkout_sessions/{data['id']}").status_code == 404
