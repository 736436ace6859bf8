"""Tests of a group share what is dear to start, a demo or a browser, so they share a process."""

import re
import subprocess
import sys

GROUPED = """
import pytest

@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize(
    "group", [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in ("one", "two")]
)
def test_something(group, number):
    pass
"""


def test_a_group_stays_in_one_process(tmp_path):
    (tmp_path / "test_grouped.py").write_text(GROUPED)
    options = ["-v", "-p", "no:django", "--numprocesses=2", "--dist=loadgroup"]

    said = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_grouped.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    ran = re.findall(r"\[(gw\d)\].* PASSED .*\[(one|two)-", said)
    assert len(ran) == 12
    assert len(set(ran)) == 2, said
