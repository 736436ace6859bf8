"""What becomes of a refund: time, the merchant's cancellation, and /control/."""

import time

import pytest


def wait_for(simulator, refund, status):
    for _ in range(400):
        if simulator.read_refund(refund)["status"] == status:
            return
        time.sleep(0.01)
    raise AssertionError(f"{simulator.read_refund(refund)['status']} is not {status}")


def cancel(simulator, refund):
    return simulator.call("POST", f"/v1/refunds/{refund['id']}/cancel", json={})


def types(receiver, count):
    return [one.event["type"] for one in receiver.wait_for(count)]


@pytest.fixture
def paid(simulator, receiver):
    intent = simulator.paid()
    receiver.wait_for(1)
    receiver.forget()
    return intent


@pytest.mark.parametrize("first", ["created", "pending"])
def test_time_takes_it_through_in_progress_to_success(simulator, receiver, paid, first):
    simulator.switch(refunds_start_as=first, refund_step_seconds=3000)  # a minute at this speed
    refund = simulator.refund(paid).json()
    assert refund["status"] == first

    simulator.decide_refund(refund, "age", seconds=61)
    wait_for(simulator, refund, "in_progress")
    simulator.decide_refund(refund, "age", seconds=61)
    wait_for(simulator, refund, "succeeded")
    assert types(receiver, 2) == ["refund.in_progress", "refund.succeeded"]
    data = receiver.received[1].event["data"]
    assert data == simulator.read_refund(refund)
    assert data["updated_at"] > data["created_at"]


def test_nothing_happens_by_itself_when_the_switch_says_so(simulator, paid):
    refund = simulator.refund(paid).json()
    simulator.decide_refund(refund, "age", seconds=3600)
    time.sleep(0.3)

    assert simulator.read_refund(refund)["status"] == "created"


@pytest.mark.parametrize("first", ["created", "pending"])
def test_it_is_canceled_before_it_is_in_progress_and_not_after(simulator, paid, first):
    simulator.switch(refunds_start_as=first)
    refund = simulator.refund(paid, amount=100).json()
    answer = cancel(simulator, refund)
    assert (answer.status_code, answer.json()["status"]) == (201, "canceled")

    assert cancel(simulator, refund).status_code == 400
    other = simulator.refund(paid, amount=100).json()
    simulator.decide_refund(other, "proceed")
    refused = cancel(simulator, other)
    assert refused.json()["error"]["code"] == "operation_not_allowed"
    assert simulator.read_refund(other)["status"] == "in_progress"


def test_a_failure_has_the_reason_given_or_one_of_its_own(simulator, receiver, paid):
    first, second = (simulator.refund(paid, amount=1).json() for _ in range(2))
    given = simulator.decide_refund(first, "fail", reason="fraud_risk").json()
    own = simulator.decide_refund(second, "fail").json()

    assert (given["failure_code"], own["failure_code"]) == ("fraud_risk", "insufficient_funds")
    assert types(receiver, 2) == ["refund.failed"] * 2


@pytest.mark.parametrize(
    ("first", "second"),
    [("succeed", "fail"), ("cancel", "proceed"), ("fail", "succeed"), ("proceed", "proceed")],
)
def test_a_final_state_is_final_unless_it_is_forced(simulator, paid, first, second):
    refund = simulator.refund(paid).json()
    before = simulator.decide_refund(refund, first).json()

    assert simulator.decide_refund(refund, second).status_code == 409
    assert simulator.read_refund(refund) == before
    if first != second:
        assert simulator.decide_refund(refund, second, force=True).status_code == 200


KNOWN = ["refund.in_progress"]
ALL = ["refund.created", "refund.canceled", "refund.created", "refund.in_progress"]


@pytest.mark.parametrize(("all_events", "expected"), [(False, KNOWN), (True, ALL)])
def test_doubtful_events_are_sent_or_not(simulator, receiver, paid, all_events, expected):
    simulator.switch(all_refund_events=all_events)
    cancel(simulator, simulator.refund(paid).json())
    simulator.decide_refund(simulator.refund(paid).json(), "proceed")

    assert sorted(types(receiver, len(expected))) == sorted(expected)
    time.sleep(0.1)
    assert len(receiver.received) == len(expected)


def test_a_test_event_carries_a_refund_that_does_not_exist(simulator, receiver):
    simulator.call("POST", "/v1/events/trigger", json={"type": "refund.failed"})

    data = receiver.wait_for(1)[0].event["data"]
    assert (data["object"], data["status"], data["amount"]) == ("refund", "failed", 1000)
    assert simulator.call("GET", f"/v1/refunds/{data['id']}").status_code == 404
