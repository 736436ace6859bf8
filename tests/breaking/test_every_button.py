"""Each button of the panel has words, a why, and a test that shows what the shop makes of it."""

from pathlib import Path

import pytest

from simulator.panel.actions import WHY, keys
from simulator.panel.advice import ADVICE
from simulator.panel.why import read_why
from tests.breaking import test_api

HERE = Path(__file__).parent
JOURNEY = HERE.parent / "journeys" / "test_breaking.py"
TESTS = "\n".join(file.read_text() for file in [*HERE.glob("test_[!e]*.py"), JOURNEY])


def is_tested(key: str) -> bool:
    """By its name in a test, or in the name of one."""
    group, _, name = key.partition(".")
    listed = {f"api.{fault}" for fault in test_api.MENDED_BY_A_RESEND}
    listed |= {f"api.{fault}" for fault in (*test_api.TAKES_TOO_LONG, *test_api.REFUSED)}
    in_a_test = f'"{key}"' in TESTS or f'"{name}"' in TESTS or f"faults/{name}" in TESTS
    return key in listed or in_a_test or f"def test_{group}_{name}" in TESTS


@pytest.mark.parametrize("key", keys())
def test_it_is_tested_at_the_shop(key):
    assert is_tested(key)


def test_a_button_that_nobody_tests_is_noticed():
    assert not is_tested("payment.evaporate")


def test_each_why_is_a_heading_and_each_has_a_line_in_both_languages():
    anchors = {block.anchor for block in read_why()}

    assert set(WHY.values()) <= anchors
    assert set(WHY) == set(ADVICE["es"]) == set(ADVICE["en"])
    named = {key.replace("refund.", "refund_").rpartition(".")[2] for key in keys()}
    assert named == set(WHY)


def test_each_line_is_one_line():
    lines = [advice for words in ADVICE.values() for _label, advice in words.values()]

    assert [line for line in lines if len(line) > 80 or not line.endswith(".")] == []
