"""A wrong clock, for one process: the shop's code does not know."""

from pathlib import Path


def clock_off(seconds: int) -> dict[str, str]:
    """The environment of a process whose clock is so many seconds ahead, or behind if negative."""
    return {
        "PYTHONPATH": str(Path(__file__).parent / "other_clock"),
        "CLOCK_OFF": str(seconds),
    }
