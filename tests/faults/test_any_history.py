"""Random histories of a shop, 2,000 of 50 steps: `tests/figures/test_any_history.py` at length."""

import os
import subprocess
import sys

import pytest

from tests.faults.processes import ROOT
from tests.faults.scale import IS_FULL

HISTORIES, STEPS = (500, 50) if IS_FULL else (25, 30)


@pytest.mark.unhurried
@pytest.mark.idle
@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_the_books_are_right_after_every_step_of(quarter, record):
    program = ["nice", "-n", "19", sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*program, "-k", "every_step", "tests/figures/test_any_history.py"],
        cwd=ROOT,
        env={**os.environ, "FIGURES": "quarter" if IS_FULL else "", "FIGURES_SEED": str(quarter)},
        capture_output=True,
        text=True,
    )

    assert done.returncode in (0, 1), done.stdout + done.stderr
    record(
        f"random histories, quarter {quarter}",
        injected=f"{HISTORIES:,} histories of {STEPS} steps: clicks, moves, drops, lies, outages",
        survived="every one" if done.returncode == 0 else done.stdout[-300:],
        figure="no invariant broken" if done.returncode == 0 else "broken",
        asked="2,000 × 50, no invariant broken",
        is_met=done.returncode == 0,
        letters="B2 B3 B6 B7",
    )
