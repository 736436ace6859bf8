import time

PATH = "/v1/payment_intents"
BODY = {"amount": 1000, "currency": "CLP"}


def statuses(simulator, count):
    return [simulator.call("GET", PATH).status_code for _ in range(count)]


def post(simulator, key):
    return simulator.call("POST", PATH, json=BODY, headers={"Idempotency-Key": key})


def test_nothing_is_limited_unless_asked(simulator):
    assert set(statuses(simulator, 120)) == {200}


def test_one_call_too_many_within_a_second_is_429_in_the_envelope(simulator):
    simulator.switch(rate_limit=3)
    assert statuses(simulator, 5) == [200, 200, 200, 429, 429]
    error = simulator.call("GET", PATH).json()["error"]
    assert error["code"] == "rate_limit_exceeded"

    time.sleep(1.05)
    assert statuses(simulator, 1) == [200]


def test_so_many_calls_are_refused_and_then_no_more(simulator):
    simulator.switch(rate_limited_next=2)

    assert statuses(simulator, 4) == [429, 429, 200, 200]


def test_a_429_is_not_stored_under_its_key(simulator):
    simulator.switch(rate_limited_next=1)

    assert [post(simulator, "limited").status_code for _ in range(2)] == [429, 201]


def test_or_it_is_when_the_switch_says_so(simulator):
    simulator.switch(rate_limited_next=1, rate_limit_is_stored=True)

    assert [post(simulator, "limited").status_code for _ in range(2)] == [429, 429]
    assert post(simulator, "another").status_code == 201


def test_a_wrong_key_counts_for_nothing(simulator):
    simulator.switch(rate_limited_next=1)

    assert simulator.call("GET", PATH, key="sk_test_wrong").status_code == 401
    assert statuses(simulator, 2) == [429, 200]
