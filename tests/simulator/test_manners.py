"""The ways in which an event is told, as they arrive at a shop's address."""

import time

import pytest

from simulator.webhooks.manners import OF_AN_EVENT
from tests.simulator.receiver import is_signed

QUIET_SECONDS = 0.3  # in which nothing more may arrive; the waits here last a fiftieth


def told(simulator, receiver, intent, manner, *, count):
    simulator.decide(intent, "succeed", told=manner)
    received = receiver.wait_for(count)
    time.sleep(QUIET_SECONDS)
    assert len(received) == count
    return received


def retell(simulator, event, manner):
    answer = simulator.call("POST", f"/control/events/{event['id']}/{manner}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def event(simulator, receiver):
    """One that was told as it should be, and is out of the receiver's way."""
    intent = simulator.create(metadata={"order": "CL-1"})
    simulator.decide(intent, "hold")
    simulator.decide(intent, "resolve")
    told = receiver.wait_for(2)[1].event
    time.sleep(0.1)
    receiver.forget()
    return told


def test_twice_is_the_same_event_at_the_same_time(simulator, receiver):
    receiver.delay = 1  # so the first one is still in hand when the second one comes
    first, second = told(simulator, receiver, simulator.create(), "twice", count=2)

    assert first.body == second.body
    assert abs(first.at - second.at) < receiver.delay


def test_delayed_comes_later_than_it_happened(simulator, receiver):
    began = time.time()
    (late,) = told(simulator, receiver, simulator.create(), "delayed", count=1)

    assert late.at - began >= 10 / 50
    assert is_signed(late, simulator.webhook_secret)


def test_out_of_order_has_the_newer_one_first(simulator, receiver):
    first, second = told(simulator, receiver, simulator.create(), "out_of_order", count=2)

    assert first.event["type"] == "payment_intent.succeeded"
    assert second.event["type"] == "payment_intent.pending"
    assert first.event["created_at"] >= second.event["created_at"]


def test_out_of_order_of_one_that_waits_tells_of_it_once_more(simulator, receiver):
    intent = simulator.create()
    simulator.decide(intent, "hold")
    receiver.wait_for(1)
    simulator.decide(intent, "succeed", told="out_of_order")

    types = [one.event["type"].partition(".")[2] for one in receiver.wait_for(3)]
    assert types == ["pending", "succeeded", "pending"]


def test_dropped_never_comes(simulator, receiver):
    told(simulator, receiver, simulator.create(), "dropped", count=0)

    (delivery,) = simulator.deliveries()
    assert (delivery["manner"], delivery["due_at"], delivery["attempts"]) == ("dropped", None, [])


@pytest.mark.parametrize(("manner", "count"), [("again", 1), ("twice", 2), ("delayed", 1)])
def test_what_was_told_is_told_once_more(simulator, receiver, event, manner, count):
    assert retell(simulator, event, manner) == event

    assert [one.event for one in receiver.wait_for(count)] == [event] * count
    assert all(is_signed(one, simulator.webhook_secret) for one in receiver.received)


def test_everything_is_told_again_newest_first(simulator, receiver, event):
    retell(simulator, event, "out_of_order")

    types = [one.event["type"].partition(".")[2] for one in receiver.wait_for(2)]
    assert types == ["succeeded", "pending"]


def test_a_delivery_under_way_can_be_dropped(simulator, receiver):
    simulator.decide(simulator.create(), "succeed", told="delayed")
    (event,) = simulator.call("GET", "/control/events").json()
    retell(simulator, event, "dropped")
    time.sleep(QUIET_SECONDS)

    assert receiver.received == []


def test_a_forged_signature_is_sent_once_with_another_secret(simulator, receiver, event):
    receiver.answers = [400, 400]
    retell(simulator, event, "forged")
    (forged,) = receiver.wait_for(1)
    time.sleep(QUIET_SECONDS)

    assert receiver.received == [forged]
    assert forged.event == event
    assert not is_signed(forged, simulator.webhook_secret)


def test_an_old_timestamp_is_rightly_signed_all_the_same(simulator, receiver, event):
    retell(simulator, event, "stale")
    (stale,) = receiver.wait_for(1)
    stamp = int(stale.signature.split(",")[0].removeprefix("t="))

    assert time.time() - stamp == pytest.approx(600, abs=5)


@pytest.mark.parametrize("manner", ["other_amount", "other_currency", "unknown_intent"])
def test_other_facts_are_a_new_event_rightly_signed(simulator, receiver, event, manner):
    changed = {"other_amount": "amount", "other_currency": "currency", "unknown_intent": "id"}
    answered = retell(simulator, event, manner)
    (other,) = receiver.wait_for(1)

    assert other.event == answered and other.event["id"] != event["id"]
    assert is_signed(other, simulator.webhook_secret)
    differs = {name for name in event["data"] if event["data"][name] != other.event["data"][name]}
    assert differs - {"metadata"} == {changed[manner]}
    assert ("metadata" in differs) == (manner == "unknown_intent")


@pytest.mark.parametrize(
    ("manner", "names"),
    [
        ("other_amount", {"amount"}),
        ("other_currency", {"currency"}),
        ("unknown_intent", {"id", "metadata"}),
    ],
)
def test_other_facts_of_a_session_are_of_the_payment_in_it_too(simulator, receiver, manner, names):
    session = simulator.open_session(metadata={"order": "CL-1"})
    simulator.act(session, "succeed")
    by_type = {one.event["type"]: one.event for one in receiver.wait_for(2)}
    told = by_type["checkout_session.finished"]["data"]
    other = retell(simulator, by_type["checkout_session.finished"], manner)["data"]

    assert {name for name in told if told[name] != other[name]} == names | {"payment_resource"}
    paid, other_paid = (each["payment_resource"]["payment_intent"] for each in (told, other))
    assert {name for name in paid if paid[name] != other_paid[name]} == names


def test_an_unknown_intent_of_a_refund_is_another_refund_of_another_payment(simulator, receiver):
    refund = simulator.refund(simulator.paid(), metadata={"order": "CL-1"}).json()
    simulator.decide_refund(refund, "proceed")
    (told,) = [
        one.event for one in receiver.wait_for(2) if one.event["type"] == "refund.in_progress"
    ]
    other = retell(simulator, told, "unknown_intent")["data"]

    changed = {name for name in told["data"] if told["data"][name] != other[name]}
    assert changed == {"id", "resource_id", "metadata"}
    assert other["resource_id"].startswith("pi_") and other["id"].startswith("re")


@pytest.mark.parametrize(
    ("overrides", "manner"),
    [
        ({"amount": "x"}, "other_amount"),
        ({"amount": None}, "other_amount"),
        ({"amount": True}, "other_amount"),
        ({"id": None}, "unknown_intent"),
        ({"id": 5}, "unknown_intent"),
    ],
)
def test_facts_that_cannot_be_altered_are_refused(simulator, receiver, overrides, manner):
    body = {"type": "payment_intent.succeeded", "overrides": overrides}
    event = simulator.call("POST", "/v1/events/trigger", json=body).json()
    receiver.wait_for(1)

    answer = simulator.call("POST", f"/control/events/{event['id']}/{manner}")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "operation_not_allowed"
    pressed = simulator.call("POST", f"/panel/events/{event['id']}/{manner}")
    assert pressed.status_code == 303
    time.sleep(QUIET_SECONDS)
    assert len(receiver.received) == 1


@pytest.mark.parametrize("resource", [None, 5, {}, {"payment_intent": None}])
@pytest.mark.parametrize("manner", ["other_amount", "other_currency", "unknown_intent"])
def test_a_session_without_a_payment_can_be_altered(simulator, receiver, resource, manner):
    overrides = {"payment_resource": resource}
    body = {"type": "checkout_session.finished", "overrides": overrides}
    event = simulator.call("POST", "/v1/events/trigger", json=body).json()

    assert retell(simulator, event, manner)["data"]["payment_resource"] == resource


@pytest.mark.parametrize("manner", ["forged", "stale", "other_amount", "unknown_intent"])
def test_a_lie_leaves_the_payment_as_it_is(simulator, receiver, manner):
    intent = simulator.create()
    path = f"/control/payment_intents/{intent['id']}/lies/{manner}"
    assert simulator.call("POST", path).status_code == 200

    (lie,) = receiver.wait_for(1)
    assert lie.event["data"]["status"] == "succeeded"
    assert simulator.retrieve(intent)["status"] == "created"


def test_another_amount_and_currency_may_be_what_came(simulator, receiver):
    intent = simulator.create()
    paid = simulator.decide(intent, "succeed", amount=900, currency="MXN").json()

    assert (paid["amount"], paid["currency"]) == (900, "MXN")
    assert paid == simulator.retrieve(intent)
    assert receiver.wait_for(1)[0].event["data"] == paid


def test_what_waits_cannot_come_before_itself(simulator):
    intent = simulator.create()
    answer = simulator.decide(intent, "hold", told="out_of_order")

    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "told")
    assert simulator.retrieve(intent)["status"] == "created"


def test_unknown_manners_and_events_are_refused(simulator, receiver, event):
    intent = simulator.create()
    path = f"/control/payment_intents/{intent['id']}"

    assert simulator.call("POST", f"/control/events/{event['id']}/loudly").status_code == 404
    assert simulator.call("POST", "/control/events/evt_unknown/again").status_code == 404
    assert simulator.call("POST", f"{path}/lies/again").status_code == 404
    assert simulator.call("POST", "/control/payment_intents/pi_x/lies/forged").status_code == 404
    assert simulator.decide(intent, "succeed", told="forged").status_code == 400
    assert simulator.decide(intent, "succeed", amount="900").status_code == 400
    assert simulator.retrieve(intent)["status"] == "created"


def test_every_manner_is_named_in_the_refusal(simulator, receiver, event):
    answer = simulator.call("POST", f"/control/events/{event['id']}/loudly")

    assert all(manner in answer.json()["error"]["message"] for manner in OF_AN_EVENT)
