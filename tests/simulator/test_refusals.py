import pytest


@pytest.mark.parametrize("prefix", ["", "Bearer "])
def test_the_key_comes_bare_or_as_bearer(simulator, prefix):
    key = prefix + simulator.secret_key

    assert simulator.call("GET", "/v1/payment_intents", key=key).status_code == 200


@pytest.mark.parametrize("key", ["", "sk_test_wrong", "Basic abc", "pk_test_wrong", "ñ"])
def test_another_key_is_refused(simulator, key):
    answer = simulator.call("GET", "/v1/payment_intents", key=key.encode())

    error = answer.json()["error"]
    assert answer.status_code == 401
    assert (error["type"], error["code"]) == ("authentication_error", "invalid_api_key")


@pytest.mark.parametrize("key", ["sk_live_abc123", "Bearer sk_live_abc123", "pk_live_abc123"])
def test_a_live_key_is_refused_with_a_sentence_that_does_not_repeat_it(simulator, key):
    answer = simulator.call("POST", "/v1/payment_intents", key=key, json={})

    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (401, "invalid_api_key_mode")
    assert "simulator" in error["message"]
    assert "abc123" not in answer.text


@pytest.mark.parametrize(
    "options",
    [
        {"json": {"amount": 1, "currency": "CLP", "metadata": {"key": "sk_live_abc123"}}},
        {
            "json": {"amount": 1, "currency": "CLP"},
            "headers": {"Idempotency-Key": "sk_live_abc123"},
        },
        {"json": {"amount": 1, "currency": "CLP"}, "params": {"key": "pk_live_abc123"}},
    ],
)
def test_nor_may_one_be_anywhere_else_in_a_request(simulator, options):
    answer = simulator.call("POST", "/v1/payment_intents", **options)

    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "invalid_api_key_mode")
    assert "abc123" not in answer.text
    assert simulator.call("GET", "/v1/payment_intents").json() == []


def test_an_unknown_intent_is_404(simulator):
    answer = simulator.call("GET", "/v1/payment_intents/pi_unknown")

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "missing_resource")


@pytest.mark.parametrize("path", ["/v1/nothing", "/v1/", "/v2/refunds"])
def test_an_unknown_address_is_404_in_the_envelope(simulator, path):
    answer = simulator.call("GET", path)

    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "invalid_url")


def test_another_method_is_405(simulator):
    answer = simulator.call("DELETE", "/v1/payment_intents")

    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "operation_not_allowed")


def test_head_answers_without_a_body_and_the_connection_goes_on(simulator):
    answer = simulator.call("HEAD", "/v1/payment_intents")

    assert (answer.status_code, answer.text) == (200, "")
    assert simulator.call("GET", "/v1/payment_intents").json() == []


def test_a_host_name_of_elsewhere_is_refused(simulator):
    answer = simulator.call("GET", "/v1/payment_intents", headers={"Host": "shop.example.com"})

    assert answer.status_code == 400
