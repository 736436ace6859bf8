import time
from datetime import datetime

import pytest

from tests.simulator.process import running
from tests.simulator.receiver import is_signed


def test_a_delivery_is_signed_and_carries_the_resource_itself(simulator, receiver):
    intent = simulator.create(metadata={"nota": "ñandú"})
    simulator.decide(intent, "succeed")

    received = receiver.wait_for(1)[0]
    assert is_signed(received, simulator.webhook_secret)
    assert not is_signed(received, simulator.webhook_secret + "x")
    event = received.event
    assert event.keys() == {"id", "object", "type", "mode", "created_at", "data"}
    assert (event["object"], event["mode"]) == ("event", "test")
    assert event["id"].startswith("evt_")
    assert event["data"]["id"] == intent["id"]
    assert event["data"]["widget_token"] is None


def test_it_arrives_within_200_ms(simulator, receiver):
    waits = []
    for number in range(1, 11):
        intent = simulator.create()
        before = time.time()
        simulator.decide(intent, "succeed")
        waits.append(receiver.wait_for(number)[-1].at - before)

    assert sorted(waits)[8] < 0.2


def test_it_is_repeated_until_a_2xx_signed_afresh_with_the_same_bytes(simulator, receiver):
    receiver.answers = [500, 404, 302, 204]
    simulator.decide(simulator.create(), "fail")

    received = receiver.wait_for(4)
    assert len({item.body for item in received}) == 1
    assert all(is_signed(item, simulator.webhook_secret) for item in received)
    time.sleep(0.3)  # no fifth
    (delivery,) = simulator.deliveries()
    assert [attempt["status"] for attempt in delivery["attempts"]] == [500, 404, 302, 204]
    assert delivery["attempts"][0]["response"] == "heard"
    assert delivery["delivered_at"] and delivery["due_at"] is None


def test_every_attempt_is_kept_with_what_was_sent_and_what_came_back(simulator, receiver):
    receiver.answers, receiver.headers = [503], {"Retry-After": "5"}
    simulator.decide(simulator.create(), "succeed")
    received = receiver.wait_for(2)
    time.sleep(0.1)

    (delivery,) = simulator.deliveries()
    for attempt, arrived in zip(delivery["attempts"], received, strict=True):
        assert attempt["request"]["url"] == receiver.url
        assert attempt["request"]["body"].encode() == arrived.body
        assert attempt["request"]["headers"]["Fintoc-Signature"] == arrived.signature
    first = delivery["attempts"][0]
    assert first["duration_ms"] >= 0
    assert (first["status"], first["response"]) == (503, "heard")
    assert first["response_headers"]["Retry-After"] == "5"


def test_no_answer_in_time_is_a_failure(simulator, receiver):
    simulator.switch(delivery_timeout_seconds=1)
    receiver.delay = 1.5
    simulator.decide(simulator.create(), "succeed")
    receiver.wait_for(1)
    receiver.delay = 0
    receiver.wait_for(2)
    time.sleep(0.1)

    attempts = simulator.deliveries()[0]["attempts"]
    assert [attempt["status"] for attempt in attempts] == [None, 200]
    assert attempts[0]["error"] == "No answer within 1 s."


@pytest.mark.parametrize("what", ["headers", "body"])
def test_an_answer_that_drips_is_none_in_time(simulator, receiver, what):
    simulator.switch(delivery_timeout_seconds=1)
    receiver.drips = what
    simulator.decide(simulator.create(), "succeed")
    receiver.wait_for(1)
    receiver.drips = ""
    receiver.wait_for(2)
    time.sleep(0.1)

    late, heard = simulator.deliveries()[0]["attempts"]
    assert (late["status"], late["error"]) == (None, "No answer within 1 s.")
    assert 900 <= late["duration_ms"] < 4000  # to drip it all takes eight seconds
    assert heard["status"] == 200


@pytest.mark.parametrize(("afresh", "stamps"), [(True, 2), (False, 1)])
def test_a_retry_is_signed_afresh_or_carries_its_first_stamp(simulator, receiver, afresh, stamps):
    simulator.switch(retries_signed_afresh=afresh)
    receiver.delay, receiver.answers = 1.1, [500]  # a second later the stamp is another
    simulator.decide(simulator.create(), "succeed")

    received = receiver.wait_for(2)
    assert all(is_signed(one, simulator.webhook_secret) for one in received)
    assert len({one.signature for one in received}) == stamps


def test_pauses_double_from_three_seconds(receiver):
    receiver.answers, pauses = [500] * 4, {}
    with running("--memory", "--speed", "5", "--webhook-url", receiver.url) as simulator:
        simulator.decide(simulator.create(), "fail")
        until = time.monotonic() + 20
        while 3 not in pauses and time.monotonic() < until:
            (delivery,) = simulator.deliveries()
            if delivery["attempts"] and delivery["due_at"]:
                pauses[len(delivery["attempts"])] = 5 * seconds_to_next(delivery)

    assert pauses == {
        1: pytest.approx(3, abs=0.1),
        2: pytest.approx(6, abs=0.1),
        3: pytest.approx(12, abs=0.1),
    }


def seconds_to_next(delivery):
    """From the end of the last attempt."""
    last = delivery["attempts"][-1]
    began, due = (datetime.fromisoformat(text) for text in (last["started_at"], delivery["due_at"]))
    return (due - began).total_seconds() - last["duration_ms"] / 1000


def test_a_redirect_is_a_failure_and_never_followed(simulator, receiver):
    receiver.answers = [307]
    receiver.headers = {"Location": f"{receiver.url}elsewhere"}
    simulator.decide(simulator.create(), "succeed")

    receiver.wait_for(2)
    time.sleep(0.2)
    assert len(receiver.received) == 2
    assert [attempt["status"] for attempt in simulator.deliveries()[0]["attempts"]] == [307, 200]


def test_a_slow_shop_delays_no_payment(simulator, receiver):
    receiver.delay = 1
    simulator.decide(simulator.create(), "succeed")
    receiver.wait_for(1)
    other = simulator.create()
    before = time.monotonic()
    simulator.decide(other, "age", seconds=601)
    while simulator.retrieve(other)["status"] != "expired":
        assert time.monotonic() - before < 0.8
        time.sleep(0.01)


def test_a_refused_connection_is_kept_and_given_up_after_seventeen_retries():
    nobody = "http://127.0.0.1:9/"
    with running("--memory", "--speed", "1000000", "--webhook-url", nobody) as simulator:
        simulator.decide(simulator.create(), "succeed")
        for _ in range(1500):
            delivery = simulator.deliveries()[0]
            if delivery["due_at"] is None:
                break
            time.sleep(0.01)

        assert len(delivery["attempts"]) == 18
        assert delivery["delivered_at"] is None
        assert {attempt["status"] for attempt in delivery["attempts"]} == {None}
        assert "refused" in delivery["attempts"][0]["error"]


@pytest.mark.parametrize("when", ["pending", "planned"])
def test_after_a_restart_the_rest_is_done(tmp_path, receiver, when):
    options = ["--db", str(tmp_path / "db.sqlite3"), "--webhook-url", receiver.url, "--speed", "2"]
    with running(*options) as simulator:
        first_line = simulator.first_line
        intent = simulator.create()
        if when == "pending":
            receiver.answers = [503]
            simulator.decide(intent, "succeed")
            receiver.wait_for(1)
            time.sleep(0.2)
        else:
            simulator.decide(intent, "age", seconds=599)
            time.sleep(0.1)
    with running(*options) as simulator:
        assert simulator.secret_key == first_line["secret_key"]
        received = receiver.wait_for(2 if when == "pending" else 1)
        assert is_signed(received[-1], first_line["webhook_secret"])
        assert received[-1].event["data"]["id"] == intent["id"]
