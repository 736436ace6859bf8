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
