"""Each button of the panel has words, a why, and a test that shows what the shop makes of it."""

import re
from pathlib import Path

import pytest

from simulator.panel.actions import WHY, keys
from simulator.panel.advice import ADVICE
from simulator.panel.why import read_why
from tests.breaking import test_api

HERE = Path(__file__).parent
JOURNEY = HERE.parent / "journeys" / "test_breaking.py"
TESTS = "\n".join(file.read_text() for file in [*HERE.glob("test_[!e]*.py"), JOURNEY])
FAULTS_IN_A_LIST = {
    f"api.{fault}"
    for fault in (*test_api.MENDED_BY_A_RESEND, *test_api.TAKES_TOO_LONG, *test_api.REFUSED)
}


def is_tested(key: str) -> bool:
    """Its key is in a test, or its name in the name of a test for what it acts on."""
    group, _, name = key.partition(".")
    in_a_name = re.search(rf"def test_{group}_\w*{name}", TESTS)
    return key in FAULTS_IN_A_LIST or f'"{key}"' in TESTS or in_a_name is not None


@pytest.mark.parametrize("key", keys())
def test_it_is_tested_at_the_shop(key):
    assert is_tested(key)


def test_a_button_that_nobody_tests_is_noticed():
    assert not is_tested("payment.evaporate")


def test_each_why_is_a_heading_and_each_has_a_line_in_both_languages():
    for language in ADVICE:
        assert set(WHY.values()) <= {block.anchor for block in read_why(language)}
    assert set(WHY) == set(ADVICE["es"]) == set(ADVICE["en"])
    named = {key.replace("refund.", "refund_").rpartition(".")[2] for key in keys()}
    assert named == set(WHY)


def test_the_reasons_are_told_in_the_same_order_in_both_languages():
    spanish, english = read_why("es"), read_why("en")

    assert [block.kind for block in spanish] == [block.kind for block in english]
    assert [block.anchor for block in spanish] == [block.anchor for block in english]
    pairs = zip(spanish, english, strict=True)
    same = [one.kind for one, other in pairs if one.html and one.html == other.html]
    assert same == ["pre"]  # the commands


def test_each_line_is_one_line():
    lines = [advice for words in ADVICE.values() for _label, advice in words.values()]

    assert [line for line in lines if len(line) > 80 or not line.endswith(".")] == []
