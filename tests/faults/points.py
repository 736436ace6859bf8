"""Points of the shop's code at which a process is made to die, from outside: see `dying/`."""

import json
from collections.abc import Sequence
from pathlib import Path

Point = tuple[str, str, str]  # before or after, the file, the function in it


class Points:
    """Which one is armed. `env` is for the processes that are to die."""

    def __init__(self, points: Sequence[Point], folder: Path) -> None:
        self.points = list(points)
        self.armed = folder / "armed"
        self.env = {
            "PYTHONPATH": str(Path(__file__).parent / "dying"),
            "DYING_POINTS": json.dumps(self.points),
            "DYING_ARMED": str(self.armed),
        }

    def arm(self, point: Point) -> None:
        """Whoever comes there next dies, and nobody after."""
        ready = self.armed.with_suffix(".ready")
        ready.write_text(str(self.points.index(point)))
        ready.rename(self.armed)

    @property
    def is_armed(self) -> bool:
        """Whether nobody has come there."""
        return self.armed.exists()


def words(point: Point) -> str:
    moment, file, function = point
    return f"{moment} {file}: {function}"
