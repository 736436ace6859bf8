"""Only so many wait for a Fintoc that hangs, and after a while nobody does."""

import threading
import time

import pytest

from fintoc_client.client import FintocClient
from fintoc_client.errors import OutcomeUnknown, Refused
from fintoc_client.lanes import FAILURES, Lanes
from tests.fintoc_client.fault_server import answering, silence
from tests.fintoc_client.test_client_faults import GOOD

SLOW, PAUSE = 0.05, 0.3


@pytest.fixture
def lanes():
    return Lanes(at_once=2, wait=0.01, slow=SLOW, pause=PAUSE)


def fail_slowly(lanes):
    with pytest.raises(OutcomeUnknown), lanes.one():
        time.sleep(SLOW)
        raise OutcomeUnknown("no answer")


def fail_at_once(lanes):
    with pytest.raises(OutcomeUnknown), lanes.one():
        raise OutcomeUnknown("no answer")


def is_open(lanes):
    try:
        with lanes.one():
            return True
    except OutcomeUnknown:
        return False


def test_one_too_many_is_turned_away_and_a_lane_left_is_free_again(lanes):
    with lanes.one(), lanes.one():
        assert not is_open(lanes)
    assert is_open(lanes)


def test_one_who_comes_while_another_leaves_gets_the_lane():
    lanes = Lanes(at_once=1, wait=2)
    lane = lanes.one()
    lane.__enter__()
    threading.Timer(0.1, lane.__exit__, [None, None, None]).start()

    assert is_open(lanes)


def test_after_slow_failures_in_a_row_nobody_waits(lanes):
    for _time in range(FAILURES):
        fail_slowly(lanes)

    assert not is_open(lanes)


def test_quick_failures_keep_nobody_so_they_close_nothing(lanes):
    for _time in range(3 * FAILURES):
        fail_at_once(lanes)

    assert is_open(lanes)


def test_a_refusal_is_an_answer(lanes):
    with pytest.raises(Refused), lanes.one():
        time.sleep(SLOW)
        raise Refused(status=400, type="", code="", param="", message="")

    assert lanes.failures == 0


def test_an_answer_between_them_begins_the_count_anew(lanes):
    for _time in range(FAILURES - 1):
        fail_slowly(lanes)
    assert is_open(lanes)
    fail_slowly(lanes)

    assert is_open(lanes)


def test_after_the_pause_one_tries_and_an_answer_opens_it_for_all(lanes):
    for _time in range(FAILURES):
        fail_slowly(lanes)
    time.sleep(PAUSE)

    with lanes.one():
        assert not is_open(lanes)  # the others wait for what becomes of it
    assert is_open(lanes)


def test_after_the_pause_one_more_failure_closes_it_again(lanes):
    for _time in range(FAILURES):
        fail_slowly(lanes)
    time.sleep(PAUSE)
    fail_slowly(lanes)

    assert not is_open(lanes)


def test_a_client_without_a_lane_sends_nothing(serve, lanes):
    server = serve(answering(GOOD))
    client = FintocClient(secret_key="sk_test_tests", api_url=server.url, lanes=lanes)

    with lanes.one(), lanes.one(), pytest.raises(OutcomeUnknown):
        client.retrieve_payment_intent("pi_1")

    assert client.retrieve_payment_intent("pi_1").id == "pi_1"
    client.session.close()


def test_a_client_of_a_silent_fintoc_stops_asking(serve, lanes):
    client = FintocClient(secret_key="sk_test_tests", api_url=serve(silence).url, lanes=lanes)
    for _time in range(FAILURES):
        with pytest.raises(OutcomeUnknown):
            client.retrieve_payment_intent("pi_1", deadline=0.1)

    began_at = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        client.retrieve_payment_intent("pi_1", deadline=5)

    assert time.monotonic() - began_at < 1
    client.session.close()


@pytest.mark.parametrize(("free_after", "deadline"), [(1.5, 2.0), (3.0, 0.0)])
def test_waiting_for_a_lane_is_part_of_the_deadline(free_after, deadline, serve):
    """Else a page took both: its turn, and then the whole of an answer that never came."""
    lanes = Lanes(at_once=1, wait=5)
    client = FintocClient(secret_key="sk_test_tests", api_url=serve(silence).url, lanes=lanes)
    lanes.free.acquire()
    leaving = threading.Timer(free_after, lanes.free.release)
    leaving.start()

    began_at = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        client.retrieve_payment_intent("pi_1", deadline=deadline)

    assert time.monotonic() - began_at < deadline + 1
    leaving.join()
    client.session.close()
