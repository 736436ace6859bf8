"""Random histories of a shop, and the books right after each of their steps.

`make units` plays a few, CI (FIGURES=full) 200 of 30 steps, `make faults` 2,000 of 50 steps: in
quarters (FIGURES=quarter) that can be played at once, each with a FIGURES_SEED of its own.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from orders import pacing, status
from orders.models import Payment
from tests.figures.fintoc_in_memory import ACCOUNT_NUMBER
from tests.figures.shop_machine import ShopMachine

pytestmark = pytest.mark.django_db

RUNS = {"": (25, 30), "full": (200, 30), "quarter": (500, 50)}
SECRETS = [ACCOUNT_NUMBER, "_sec_tests", "sk_test_tests", "whsec_test_tests"]
SEED = int(os.environ.get("FIGURES_SEED", "0"))  # 0: the same histories each time
EXAMPLES, STEPS = RUNS[os.environ.get("FIGURES", "")]


def play(monkeypatch, *, examples=EXAMPLES, steps=STEPS, **options):
    def build():
        machine = ShopMachine()
        monkeypatch.setattr(pacing, "fintoc", lambda: machine.fintoc)
        # Whoever waits for a turn to ask lets the machine's own clock go on.
        monkeypatch.setattr(pacing.time, "sleep", machine.time.shift)
        return machine

    chosen = {
        "max_examples": examples,
        "stateful_step_count": steps,
        "deadline": None,
        "derandomize": not SEED,
        "database": None,
        # Making a failing history shorter takes minutes, and thirty steps can be read as they are.
        "phases": [Phase.generate],
        "suppress_health_check": list(HealthCheck),
        **options,
    }
    if SEED:
        build = seed(SEED)(build)
    run_state_machine_as_test(build, settings=settings(**chosen))


def test_the_books_are_right_after_every_step(monkeypatch, caplog):
    play(monkeypatch)

    assert not [secret for secret in SECRETS if secret in caplog.text]  # I9


def the_last_report_wins(current, reported):
    return reported if reported in status.RANK else current


@pytest.mark.parametrize(
    ("place", "name", "broken"),
    [
        (status, "merged", the_last_report_wins),
        (Payment, "differs_from", lambda *_args, **_facts: False),
    ],
    ids=["the last report wins", "every report is believed"],
)
def test_it_finds_what_is_broken(monkeypatch, place, name, broken):
    """The negative control: with a rule taken away, some history ends wrong."""
    monkeypatch.setattr(place, name, broken)

    with pytest.raises(AssertionError, match=r"I\d+:"):
        play(monkeypatch, examples=200, steps=30)
