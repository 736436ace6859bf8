import time

import pytest

from tests.simulator.receiver import is_signed

PATH = "/v1/webhook_endpoints"
SUCCEEDED, FAILED = "payment_intent.succeeded", "payment_intent.failed"


@pytest.fixture
def endpoint(simulator, receiver):
    """A second endpoint, at the same receiver, for successes only; removed afterwards."""
    made = create(simulator, url=f"{receiver.url}second", enabled_events=[SUCCEEDED]).json()
    yield made
    simulator.call("DELETE", f"{PATH}/{made['id']}")


def create(simulator, **body):
    return simulator.call("POST", PATH, json=body)


def first_endpoint(simulator):
    return simulator.call("GET", PATH).json()[-1]


def test_the_secret_is_told_once(simulator, endpoint):
    assert endpoint["secret"].startswith("whsec_test_")
    assert endpoint["secret"] != simulator.webhook_secret

    read = simulator.call("GET", f"{PATH}/{endpoint['id']}").json()
    assert read == {**endpoint, "secret": None}
    assert read in simulator.call("GET", PATH).json()
    assert (read["object"], read["mode"]) == ("webhook_endpoint", "test")
    assert (read["status"], read["disabled"]) == ("enabled", False)


def test_each_endpoint_hears_what_it_subscribed_to_signed_with_its_own_secret(
    simulator, receiver, endpoint
):
    simulator.decide(simulator.create(), "succeed")
    simulator.decide(simulator.create(), "fail")

    received = receiver.wait_for(3)
    mine = [one for one in received if one.path.endswith("second")]
    assert [one.event["type"] for one in mine] == [SUCCEEDED]
    assert is_signed(mine[0], endpoint["secret"])
    others = [one for one in received if one not in mine]
    assert {one.event["type"] for one in others} == {SUCCEEDED, FAILED}
    assert all(is_signed(one, simulator.webhook_secret) for one in others)


@pytest.mark.parametrize("change", [{"disabled": True}, {"status": "disabled"}])
def test_a_disabled_endpoint_hears_nothing_until_it_is_enabled(
    simulator, receiver, endpoint, change
):
    path = f"{PATH}/{endpoint['id']}"
    changed = simulator.call("PATCH", path, json=change).json()
    assert (changed["status"], changed["disabled"]) == ("disabled", True)
    simulator.decide(simulator.create(), "succeed")
    receiver.wait_for(1)

    assert simulator.call("PATCH", path, json={"disabled": False}).json()["status"] == "enabled"
    simulator.decide(simulator.create(), "succeed")
    heard = [one for one in receiver.wait_for(3) if one.path.endswith("second")]
    assert len(heard) == 1


def test_a_disabled_endpoint_gets_none_of_the_retries_that_were_planned(
    simulator, receiver, endpoint
):
    receiver.answers = [500] * 20
    simulator.decide(simulator.create(), "succeed")
    receiver.wait_for(2)
    simulator.call("PATCH", f"{PATH}/{endpoint['id']}", json={"disabled": True})
    time.sleep(0.2)  # what was under way has arrived
    before = sum(one.path.endswith("second") for one in receiver.received)
    receiver.wait_for(len(receiver.received) + 2)

    assert sum(one.path.endswith("second") for one in receiver.received) == before
    (planned,) = [one for one in simulator.deliveries() if one["endpoint"] == endpoint["id"]]
    assert planned["due_at"] is None and planned["delivered_at"] is None


def test_an_update_changes_what_it_names_and_nothing_else(simulator, endpoint):
    body = {"url": "https://shop.example.com/hooks", "enabled_events": [FAILED], "path_": "x"}
    changed = simulator.call("PATCH", f"{PATH}/{endpoint['id']}", json=body).json()

    assert changed == {
        **endpoint,
        "url": "https://shop.example.com/hooks",
        "enabled_events": [FAILED],
        "secret": None,
    }


def test_a_deleted_endpoint_is_gone_with_what_was_on_its_way(simulator, receiver, endpoint):
    receiver.answers = [500, 500]
    simulator.decide(simulator.create(), "succeed")
    receiver.wait_for(2)
    answer = simulator.call("DELETE", f"{PATH}/{endpoint['id']}")

    assert (answer.status_code, answer.text) == (204, "")
    assert simulator.call("GET", f"{PATH}/{endpoint['id']}").status_code == 404
    assert {one["endpoint"] for one in simulator.deliveries()} == {first_endpoint(simulator)["id"]}


def test_the_test_event_goes_to_that_endpoint_only(simulator, receiver, endpoint):
    answer = simulator.call("POST", f"{PATH}/{endpoint['id']}/test", json={"type": FAILED})

    assert answer.status_code == 201
    (received,) = receiver.wait_for(1)
    assert received.path.endswith("second")
    assert is_signed(received, endpoint["secret"])
    assert received.event == answer.json()
    about = received.event["data"]
    assert about["status"] == "failed"
    assert simulator.call("GET", f"/v1/payment_intents/{about['id']}").status_code == 404


def test_a_triggered_event_goes_to_all_with_its_overrides(simulator, receiver, endpoint):
    body = {"type": SUCCEEDED, "overrides": {"amount": 77, "metadata": {"order": "CL-1"}}}
    answer = simulator.call("POST", "/v1/events/trigger", json=body)

    assert answer.status_code == 201
    bodies = {received.body for received in receiver.wait_for(2)}
    assert len(bodies) == 1
    data = receiver.received[0].event["data"]
    assert (data["amount"], data["metadata"]) == (77, {"order": "CL-1"})
    assert data["currency"] == "CLP"


@pytest.mark.parametrize(
    ("change", "code", "param"),
    [
        ({"url": None}, "missing_parameter", "url"),
        ({"url": 5}, "invalid_string", "url"),
        ({"url": "ftp://shop.example.com"}, "invalid_string", "url"),
        ({"url": "https://"}, "invalid_string", "url"),
        ({"url": "https://[::1"}, "invalid_string", "url"),
        ({"url": "https://shop.example.com:99999"}, "invalid_string", "url"),
        ({"enabled_events": None}, "missing_parameter", "enabled_events"),
        ({"enabled_events": []}, "invalid_array", "enabled_events"),
        ({"enabled_events": SUCCEEDED}, "invalid_array", "enabled_events"),
        ({"enabled_events": [5]}, "invalid_webhook_subscription", "enabled_events"),
        ({"enabled_events": ["paid"]}, "invalid_webhook_subscription", "enabled_events"),
        ({"enabled_events": ["link.created"]}, "invalid_webhook_subscription", "enabled_events"),
        ({"description": 5}, "invalid_string", "description"),
        ({"disabled": "yes"}, "invalid_boolean", "disabled"),
        ({"status": "asleep"}, "invalid_enum", "status"),
    ],
)
def test_an_endpoint_that_cannot_be_is_refused(simulator, change, code, param):
    body = {"url": "https://shop.example.com/", "enabled_events": [SUCCEEDED], **change}
    answer = create(simulator, **body)

    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (400, code, param)


def test_plain_http_is_refused_when_the_switch_says_so(simulator):
    simulator.switch(https_only=True)
    answer = create(simulator, url="http://shop.example.com/", enabled_events=[SUCCEEDED])

    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "url")


@pytest.mark.parametrize("path", ["/v1/events/trigger", None])
@pytest.mark.parametrize("type", [None, "payment_intent.paid", 5, ["x"]])
def test_an_event_of_no_known_type_is_refused(simulator, path, type):
    path = path or f"{PATH}/{first_endpoint(simulator)['id']}/test"
    answer = simulator.call("POST", path, json={"type": type})

    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "type")
