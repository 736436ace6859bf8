"""The table of what was injected, what was survived and the figure, printed when all has run.

A pytest plugin, on in this folder alone. Tests may run in several processes, so each writes its
rows as lines of a file, and the one that began prints them. FAULTS_ROWS names that file, and then
what earlier runs wrote there stays, until the same fault is measured anew.

FAULTS_TABLE names a Markdown file in which the table is put between its two marks: that is how
docs/reliability.md is made anew.
"""

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
KEPT = os.environ.get("FAULTS_ROWS")
ROWS = Path(KEPT or ROOT / "var" / "faults.jsonl")
BEGIN, END = "<!-- measured -->", "<!-- /measured -->"


@dataclass(frozen=True)
class Row:
    """One line of the table. `asked` is the figure to be reached, `is_met` whether it was."""

    fault: str
    injected: str
    survived: str
    figure: str
    asked: str
    is_met: bool
    letters: str

    def markdown(self) -> str:
        cells = (self.fault, self.injected, self.survived, self.figure, self.asked, self.letters)
        return "| " + " | ".join(cells) + (" |" if self.is_met else " **not met** |")


def write(row: Row) -> None:
    """Add a row, from whichever process."""
    ROWS.parent.mkdir(exist_ok=True)
    with ROWS.open("a") as file:
        file.write(json.dumps(asdict(row)) + "\n")


def forget() -> None:
    """Before a run."""
    if not KEPT:
        ROWS.unlink(missing_ok=True)


def rows() -> list[Row]:
    """What was measured, each fault's last figure, in alphabetical order."""
    if not ROWS.exists():
        return []
    found = [Row(**json.loads(line)) for line in ROWS.read_text().splitlines()]
    return sorted({row.fault: row for row in found}.values(), key=lambda row: row.fault)


def markdown(*, seconds: float) -> str:
    """The table and how it came about."""
    minutes = f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    head = [
        f"Measured {date.today().isoformat()} on {machine}, in {minutes}; "
        f"load at the end {os.getloadavg()[1]:.1f}.",
        "",
        "| Fault | Injected | Survived | Figure | Asked for | Rules |",
        "|---|---|---|---|---|---|",
    ]
    return "\n".join([*head, *(row.markdown() for row in rows())])


def put_into(file: Path, text: str) -> None:
    """Replace what is between the marks of a Markdown file."""
    before, _, rest = file.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    file.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")
