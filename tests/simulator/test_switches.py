import subprocess

import pytest

from tests.simulator.process import START_SECONDS, running, start

PATH = "/control/switches"


def test_every_switch_is_read_and_those_named_are_changed(simulator):
    before = simulator.call("GET", PATH).json()
    after = simulator.switch(intents_expire=False, rate_limit=5)

    assert before["intents_expire"] is True and before["rate_limit"] == 0
    assert after == {**before, "intents_expire": False, "rate_limit": 5}
    assert simulator.call("GET", PATH).json() == after


def test_a_reset_puts_them_back_where_the_command_line_had_them():
    with running("--memory", "--set", "token_told_again=true") as simulator:
        simulator.switch(token_told_again=False, list_omits_created=True)
        simulator.call("POST", "/control/reset")

        positions = simulator.call("GET", PATH).json()
        assert positions["token_told_again"] is True
        assert positions["list_omits_created"] is False


def test_they_can_be_put_back_and_nothing_else_be_forgotten():
    with running("--memory", "--set", "token_told_again=true") as simulator:
        intent = simulator.create()
        simulator.switch(token_told_again=False, is_down=True)
        positions = simulator.call("DELETE", PATH).json()

        assert positions["token_told_again"] is True and positions["is_down"] is False
        assert simulator.retrieve(intent)["id"] == intent["id"]


@pytest.mark.parametrize(
    "positions",
    [
        {"no_such_switch": True},
        {"intents_expire": 1},
        {"rate_limit": True},
        {"rate_limit": -1},
        {"rate_limit": "5"},
        {"delivery_timeout_seconds": 0},
        {"refunds_start_as": "paid"},
        {"refunds_start_as": ["created"]},
        {"api_version": "2020-01-01"},
    ],
)
def test_a_position_there_is_not_changes_nothing(simulator, positions):
    before = simulator.call("GET", PATH).json()
    answer = simulator.call("POST", PATH, json={"list_omits_created": True, **positions})

    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == next(iter(positions))
    assert simulator.call("GET", PATH).json() == before


def test_a_status_may_be_a_number_or_its_text(simulator):
    for status in (409, "409"):
        answer = simulator.call("POST", PATH, json={"state_refusal_status": status})
        assert (answer.status_code, answer.json()["state_refusal_status"]) == (200, "409")
    assert simulator.call("POST", PATH, json={"state_refusal_status": 403}).status_code == 400


@pytest.mark.parametrize("position", ["nothing=1", "rate_limit=many", "intents_expire", "x"])
def test_the_command_line_takes_no_other_position_either(position):
    process = start("--set", position, stderr=subprocess.PIPE)
    _, err = process.communicate(timeout=START_SECONDS)

    assert process.returncode == 2
    assert position.split("=")[0] in err and "Traceback" not in err


def test_strict_is_what_fintoc_insists_on():
    with running("--memory", "--strict", "--set", "rate_limit=5") as simulator:
        positions = simulator.call("GET", PATH).json()

    assert (positions["https_only"], positions["rate_limit"]) == (True, 5)
