import json
from concurrent.futures import ThreadPoolExecutor

PATH = "/v1/payment_intents"
BODY = {"amount": 1000, "currency": "CLP"}


def post(simulator, idempotency_key, body, **options):
    return simulator.call(
        "POST", PATH, json=body, headers={"Idempotency-Key": idempotency_key}, **options
    )


def count(simulator):
    return len(simulator.call("GET", PATH).json())


def test_the_same_key_repeats_the_first_answer(simulator):
    first, second = post(simulator, "key-1", BODY), post(simulator, "key-1", BODY)

    assert (first.status_code, second.status_code) == (201, 201)
    assert second.content == first.content
    assert second.json()["widget_token"]
    assert count(simulator) == 1


def test_a_refusal_is_repeated_too(simulator):
    first, second = post(simulator, "key-2", {"amount": 0}), post(simulator, "key-2", {"amount": 0})

    assert (first.status_code, second.status_code) == (400, 400)
    assert second.content == first.content


def test_other_parameters_under_the_same_key_are_refused(simulator):
    post(simulator, "key-3", BODY)
    answer = post(simulator, "key-3", {**BODY, "amount": 1001})

    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "idempotency_key_reused")
    assert count(simulator) == 1


def test_a_failed_key_check_is_not_stored(simulator):
    assert post(simulator, "key-4", BODY, key="sk_test_wrong").status_code == 401
    assert post(simulator, "key-4", BODY).status_code == 201


def test_a_key_longer_than_255_characters_is_refused(simulator):
    assert post(simulator, "k" * 256, BODY).status_code == 400
    assert post(simulator, "k" * 255, BODY).status_code == 201


def test_twenty_at_once_with_one_key_make_one_intent(simulator):
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: post(simulator, "key-5", BODY), range(20)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert count(simulator) == 1


def test_the_same_parameters_laid_out_otherwise_are_the_same(simulator):
    first = post(simulator, "key-6", BODY)
    swapped = json.dumps({"currency": "CLP", "amount": 1000}, indent=2)
    headers = {"Idempotency-Key": "key-6"}

    assert simulator.call("POST", PATH, data=swapped, headers=headers).content == first.content


def test_a_key_is_forgotten_after_24_hours_and_not_before(simulator):
    first = post(simulator, "key-7", BODY).json()
    simulator.call("POST", "/control/idempotency_keys/age", json={"seconds": 24 * 3600 - 60})
    assert post(simulator, "key-7", BODY).json() == first

    simulator.call("POST", "/control/idempotency_keys/age", json={"seconds": 120})
    assert post(simulator, "key-7", {**BODY, "amount": 1001}).json()["id"] != first["id"]


def two_at_once(simulator, key):
    simulator.switch(answer_delay_ms=300)
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda _: post(simulator, key, BODY), range(2)))


def test_of_two_at_once_the_second_waits_and_repeats(simulator):
    first, second = two_at_once(simulator, "key-8")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content


def test_or_is_refused_when_the_switch_says_so(simulator):
    simulator.switch(concurrent_same_key="conflict")
    answers = sorted(two_at_once(simulator, "key-9"), key=lambda answer: answer.status_code)

    assert [answer.status_code for answer in answers] == [201, 409]
    assert answers[1].json()["error"]["code"] == "idempotency_key_in_use"
    assert post(simulator, "key-9", BODY).content == answers[0].content
