"""docs/performance.md: each part between its marks, with what it was measured on."""

import argparse
import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.targets import ROOT

DOCUMENT = ROOT / "docs" / "performance.md"


def write(part: str, text: str) -> None:
    """Put what was measured into the document, in place of what was measured before."""
    said = DOCUMENT.read_text()
    begin, end = f"<!-- {part}: measured -->", f"<!-- {part}: end -->"
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    DOCUMENT.write_text(pattern.sub(lambda _old: f"{begin}\n{text}\n{end}", said))


def conditions(options: argparse.Namespace) -> str:
    """What the figures depend on, in a line below them."""
    model = re.findall(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())[:1]
    load = os.getloadavg()[1]
    return (
        f"*{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({', '.join(model)}), Python"
        f" {platform.python_version()}, {options.rounds} rounds of {options.seconds:g} s, load of"
        f" the machine {load:.1f} in the five minutes before.*"
    )
