"""docs/reliability.md says where each rule is shown; here the table is held to what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROW = re.compile(r"^\| ([A-E]\d+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)
LETTERS = re.compile(r'letters="([A-Z0-9 ]+)"')
NUMBERS = {
    "A": [1, 2, 3, 4, 5, 6],
    "B": [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14],
    "C": [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 14],
    "D": [1, 2, 3, 4, 5, 6, 7, 8, 9],
    "E": [1, 2, 3, 4, 5],
}
RULES = [f"{family}{number}" for family, numbers in NUMBERS.items() for number in numbers]


@pytest.fixture(scope="module")
def shown():
    """The files in which each rule is shown, by the rule."""
    rows = ROW.findall((ROOT / "docs/reliability.md").read_text())
    assert [rule for rule, _cell in rows] == RULES
    return {rule: re.findall(r"`([^`]+)`", cell) for rule, cell in rows}


def test_every_rule_is_shown_by_tests_that_are_there(shown):
    for rule, files in shown.items():
        assert files, rule
        for file in files:
            assert "def test_" in (ROOT / file).read_text(), f"{rule}: {file}"


def test_a_live_fault_is_named_beside_each_rule_that_it_measures(shown):
    for path in (ROOT / "tests/faults").glob("test_*.py"):
        measured = {rule for said in LETTERS.findall(path.read_text()) for rule in said.split()}
        file = path.relative_to(ROOT).as_posix()
        assert measured == {rule for rule, files in shown.items() if file in files}, file


def test_every_live_fault_has_a_control_that_it_finds_out():
    """In its own file, or in the one that it runs at length."""
    for path in (ROOT / "tests/faults").glob("test_*.py"):
        text = path.read_text()
        at_length = re.findall(r'"(tests/figures/\w+\.py)"', text)
        texts = [text, *((ROOT / file).read_text() for file in at_length)]
        assert any("negative control" in each for each in texts), path.name
